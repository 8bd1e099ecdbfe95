import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { data, games, losses, models } from 'gan-lib';
import { dispose, step } from './toys.ts';

/** A GAN on the ring, trained the way of `preset` for one step. */
function oneStep(preset: games.Preset) {
  const network = (name: string, layers: models.Layer[]) =>
    models.network({ name, input: [2], layers, seed: 1 });
  const game = games.gan({
    generator: network('generator', models.mlpGenerator({ output: [2], hidden: [8] })),
    discriminator: network('discriminator', models.mlpDiscriminator({ hidden: [8] })),
    data: data.mixtureBatches(data.ring(), { batchSize: 8, seed: 1 }),
    latents: data.normalLatents({ size: 2, seed: 1 }),
    ...preset,
  });
  const log = Object.keys(step(game));
  const weights = game.networks['discriminator']!.variables.flatMap((v) => Array.from(v.dataSync()));
  dispose(game);
  return {
    log,
    largest: Math.max(...weights.map(Math.abs)),
    updates: Object.values(game.players).map(({ updatesPerStep }) => updatesPerStep),
  };
}

suite('ways to train a GAN', () => {
  test('DCGAN: one update each, weights free', () => {
    const { log, largest, updates } = oneStep(games.dcganPreset());
    assert.deepEqual(log, ['discriminatorLoss', 'generatorLoss']);
    assert.deepEqual(updates, [1, 1]);
    assert.ok(largest > 0.1);
    assert.equal(games.dcganPreset().loss, losses.nonSaturating);
  });

  test('WGAN: five updates of a critic whose weights stay within the clip', () => {
    const { log, largest, updates } = oneStep(games.wganPreset());
    assert.deepEqual(updates, [5, 1]);
    assert.ok(log.includes('criticEstimate') && !log.includes('gradientPenalty'));
    assert.ok(largest <= 0.01 + 1e-8);
    assert.ok(oneStep(games.wganPreset({ clip: 0.5, discriminatorUpdates: 2 })).largest > 0.1);
  });

  test('WGAN-GP: a penalty, and no clip', () => {
    const { log, largest, updates } = oneStep(games.wganGpPreset({ discriminatorUpdates: 3 }));
    assert.deepEqual(updates, [3, 1]);
    assert.ok(log.includes('criticEstimate') && log.includes('gradientPenalty'));
    assert.ok(largest > 0.1);
  });

  test('each has optimisers of its own', () => {
    const { optimisers } = games.dcganPreset();
    assert.notEqual(optimisers.generator, optimisers.discriminator);
    assert.notEqual(games.dcganPreset().optimisers.generator, optimisers.generator);
  });
});

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { data, games, losses, models, training } from 'gan-lib';
import { dispose } from './toys.ts';

/** A GAN on the ring, trained the way of `method` for one step. */
function oneStep(method: games.Method) {
  const network = (name: string, layers: models.Layer[]) =>
    models.network({ name, input: [2], layers, seed: 1 });
  const game = games.gan({
    generator: network('generator', models.mlpGenerator({ output: [2], hidden: [8] })),
    discriminator: network('discriminator', models.mlpDiscriminator({ hidden: [8] })),
    data: data.mixtureBatches(data.ring(), { batchSize: 8, seed: 1 }),
    latents: data.normalLatents({ size: 2, seed: 1 }),
    ...method,
  });
  const log = Object.keys(training.playStep(game));
  const weights = game.networks['discriminator']!.variables.flatMap((v) => Array.from(v.dataSync()));
  dispose(game);
  return { log, largest: Math.max(...weights.map(Math.abs)), turns: game.players.map(({ turns }) => turns) };
}

suite('ways to train a GAN', () => {
  test('standard and least squares: one turn each, weights free', () => {
    for (const method of [games.standard(), games.leastSquaresGan()]) {
      const { log, largest, turns } = oneStep(method);
      assert.deepEqual(log, ['discriminatorLoss', 'generatorLoss']);
      assert.deepEqual(turns, [1, 1]);
      assert.ok(largest > 0.1);
    }
    assert.equal(games.standard().loss, losses.nonSaturating);
    assert.equal(games.leastSquaresGan().loss, losses.leastSquares);
  });

  test('WGAN: five turns of a critic whose weights stay within the clip', () => {
    const { log, largest, turns } = oneStep(games.wgan());
    assert.deepEqual(turns, [5, 1]);
    assert.ok(log.includes('criticEstimate') && !log.includes('gradientPenalty'));
    assert.ok(largest <= 0.01 + 1e-8);
    assert.ok(oneStep(games.wgan({ clip: 0.5, discriminatorTurns: 2 })).largest > 0.1);
  });

  test('WGAN-GP: a penalty, and no clip', () => {
    const { log, largest, turns } = oneStep(games.wganGp({ discriminatorTurns: 3 }));
    assert.deepEqual(turns, [3, 1]);
    assert.ok(log.includes('criticEstimate') && log.includes('gradientPenalty'));
    assert.ok(largest > 0.1);
  });

  test('each has optimisers of its own', () => {
    const { optimisers } = games.standard();
    assert.notEqual(optimisers.generator, optimisers.discriminator);
    assert.notEqual(games.standard().optimisers.generator, optimisers.generator);
  });
});

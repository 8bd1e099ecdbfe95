import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { data, losses, models, training, type games } from 'gan-lib';
import { dispose, numbers, SEED, step, toyGan, toyInfogan, update, weights } from './toys.ts';

/** Which networks of a game an update of one of its players moves. */
function movedBy(game: games.Game, role: string): string[] {
  const before = weights(game);
  update(game, role);
  const after = weights(game);
  return Object.keys(before).filter((role) => JSON.stringify(before[role]) !== JSON.stringify(after[role]));
}

suite('an update', () => {
  for (const [name, game] of [
    ['a GAN', () => toyGan()],
    [
      'a GAN with batch normalisation in both',
      () =>
        toyGan({
          layers: {
            generator: [models.dense(8), models.batchNorm(), models.relu(), models.dense(2)],
            discriminator: [models.dense(8), models.batchNorm(), models.leakyRelu(), models.dense(1)],
          },
        }),
    ],
    ['WGAN', () => toyGan({ loss: losses.wasserstein, clip: 0.01, optimiser: training.rmsProp })],
    ['WGAN-GP', () => toyGan({ loss: losses.wasserstein, penalty: losses.wganGp(10) })],
  ] as const) {
    test(`of ${name}: the discriminator's moves the discriminator alone, the generator's the generator`, () => {
      const toy = game();
      assert.deepEqual(movedBy(toy, 'discriminator'), ['discriminator']);
      assert.deepEqual(movedBy(toy, 'generator'), ['generator']);
      dispose(toy);
    });
  }

  test('of InfoGAN: trunk, D and Q together, then the generator', () => {
    const game = toyInfogan();
    assert.deepEqual(movedBy(game, 'discriminator'), ['trunk', 'discriminator', 'q']);
    assert.deepEqual(movedBy(game, 'generator'), ['generator']);
    dispose(game);
  });

  test('moves every layer of its networks', () => {
    const game = toyInfogan();
    const before = weights(game);
    step(game);
    for (const [role, layers] of Object.entries(weights(game))) {
      layers.forEach((numbers, i) => assert.notDeepEqual(numbers, before[role]![i], `${role}, tensor ${i}`));
    }
    dispose(game);
  });

  test('makes its loss smaller, on the samples that it was taken on', () => {
    for (const role of ['discriminator', 'generator']) {
      const game = toyGan();
      const { inputs, objective } = game.players[role]!;
      const samples = inputs();
      const loss = () => tf.tidy(() => objective(samples).value.dataSync()[0]!);
      const before = loss();
      numbers(training.update({ ...game.players[role]!, inputs: () => samples }));
      // An update frees its inputs: the same samples again.
      const again = toyGan().players[role]!.inputs();
      const after = tf.tidy(() => objective(again).value.dataSync()[0]!);
      assert.ok(after < before, `${role}: ${before} → ${after}`);
      dispose(game);
    }
  });

  test('leaves nothing behind but weights and slots', () => {
    for (const game of [toyGan({ penalty: losses.wganGp(1) }), toyInfogan()]) {
      step(game);
      const before = tf.memory().numTensors;
      step(game);
      assert.equal(tf.memory().numTensors, before);
      dispose(game);
    }
  });
});

suite('a step', () => {
  test('is each player’s updates, in order, on a new batch and new latents every time', () => {
    const made: string[] = [];
    const counting = <T extends { next(...args: never[]): unknown }>(name: string, source: T): T => ({
      ...source,
      next(...args: [never]) {
        made.push(name);
        return source.next(...args);
      },
    });
    const optimisers = { generator: training.adam(), discriminator: training.adam() };
    const game = toyGan({
      data: counting('data', data.mixtureBatches(data.ring(), { batchSize: 8, seed: SEED })),
      latents: counting('latents', data.normalLatents({ size: 3, seed: SEED })),
      optimisers,
      discriminatorUpdates: 3,
    });
    step(game);
    step(game);
    assert.equal(optimisers.discriminator.state().step, 6);
    assert.equal(optimisers.generator.state().step, 2);
    const once = 'data latents data latents data latents latents';
    assert.equal(made.join(' '), `${once} ${once}`);
    dispose(game);
  });

  test('logs each player’s last update', () => {
    const values: number[] = [];
    const loss: losses.GanLoss = {
      name: 'noting',
      pure: false,
      discriminator: (real, fake) => {
        const value = losses.nonSaturating.discriminator(real, fake);
        values.push(value.dataSync()[0]!);
        return value;
      },
      generator: losses.nonSaturating.generator,
    };
    const game = toyGan({ loss, discriminatorUpdates: 3 });
    const { discriminatorLoss } = step(game);
    assert.equal(new Set(values).size, 3);
    assert.equal(discriminatorLoss, values[2]);
    dispose(game);
  });
});

suite('clipping', () => {
  const most = (game: games.Game, role: string) => Math.max(...weights(game)[role]!.flat().map(Math.abs));

  test('keeps the critic’s weights within ± clip, and only the critic’s', () => {
    const game = toyGan({ loss: losses.wasserstein, clip: 0.01, discriminatorUpdates: 5 });
    assert.ok(most(game, 'discriminator') > 0.1); // as first drawn
    for (let count = 0; count < 3; count++) {
      step(game);
      assert.equal(most(game, 'discriminator'), Math.fround(0.01));
      assert.ok(most(game, 'generator') > 0.1);
    }
    dispose(game);
  });

  test('is what the optimiser goes on from', () => {
    // Steps of 0.02 from within ±0.01: were the clipped values not taken over, the weights would wander off.
    const game = toyGan({
      loss: losses.wasserstein,
      clip: 0.01,
      optimiser: () => training.rmsProp({ learningRate: 0.005 }),
    });
    update(game);
    const before = weights(game)['discriminator']!.flat();
    numbers(training.update({ ...game.players['discriminator']!, clip: undefined }));
    const after = weights(game)['discriminator']!.flat();
    // RMSProp's second step is at most lr / √(1 − decay) = 0.005 / √0.1 = 0.0158.
    after.forEach((value, i) => assert.ok(Math.abs(value - before[i]!) < 0.016));
    assert.notDeepEqual(after, before);
    dispose(game);
  });
});

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { data, losses, models, training, type games } from 'gan-lib';
import { dispose, numbers, SEED, toyGan, toyInfogan, weights } from './toys.ts';

/** Which networks of a game a turn of one of its players moves. */
function movedBy(game: games.Game, player: number): string[] {
  const before = weights(game);
  numbers(training.takeTurn(game.players[player]!));
  const after = weights(game);
  return Object.keys(before).filter((role) => JSON.stringify(before[role]) !== JSON.stringify(after[role]));
}

suite('a turn', () => {
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
    ['WGAN-GP', () => toyGan({ loss: losses.wasserstein, gradientPenalty: 10 })],
  ] as const) {
    test(`of ${name}: the discriminator's moves the discriminator alone, the generator's the generator`, () => {
      const toy = game();
      assert.deepEqual(movedBy(toy, 0), ['discriminator']);
      assert.deepEqual(movedBy(toy, 1), ['generator']);
      dispose(toy);
    });
  }

  test('of InfoGAN: trunk, D and Q together, then the generator', () => {
    const game = toyInfogan();
    assert.deepEqual(movedBy(game, 0), ['trunk', 'discriminator', 'q']);
    assert.deepEqual(movedBy(game, 1), ['generator']);
    dispose(game);
  });

  test('moves every layer of its networks', () => {
    const game = toyInfogan();
    const before = weights(game);
    numbers(training.playStep(game));
    for (const [role, layers] of Object.entries(weights(game))) {
      layers.forEach((numbers, i) => assert.notDeepEqual(numbers, before[role]![i], `${role}, tensor ${i}`));
    }
    dispose(game);
  });

  test('makes its loss smaller, on the samples that it was taken on', () => {
    for (const player of [0, 1]) {
      const game = toyGan();
      const { prepare, objective } = game.players[player]!;
      const prepared = prepare();
      const loss = () => tf.tidy(() => objective(prepared).minimise.dataSync()[0]!);
      const before = loss();
      numbers(training.takeTurn({ ...game.players[player]!, prepare: () => prepared }));
      // takeTurn frees what was prepared: the same samples again.
      const again = toyGan().players[player]!.prepare();
      const after = tf.tidy(() => objective(again).minimise.dataSync()[0]!);
      assert.ok(after < before, `player ${player}: ${before} → ${after}`);
      dispose(game);
    }
  });

  test('leaves nothing behind but weights and slots', () => {
    for (const game of [toyGan({ gradientPenalty: 1 }), toyInfogan()]) {
      numbers(training.playStep(game));
      const before = tf.memory().numTensors;
      numbers(training.playStep(game));
      assert.equal(tf.memory().numTensors, before);
      dispose(game);
    }
  });
});

suite('a step', () => {
  test('is each player’s turns, in order, on a new batch and new latents every time', () => {
    const made: string[] = [];
    const counting = <T extends data.Batches | data.Latents>(name: string, source: T): T => ({
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
      discriminatorTurns: 3,
      generatorTurns: 2,
    });
    numbers(training.playStep(game));
    numbers(training.playStep(game));
    assert.equal(optimisers.discriminator.state().step, 6);
    assert.equal(optimisers.generator.state().step, 4);
    const step = 'data latents data latents data latents latents latents';
    assert.equal(made.join(' '), `${step} ${step}`);
    dispose(game);
  });

  test('logs each player’s last turn', () => {
    const values: number[] = [];
    const loss: losses.GanLoss = {
      name: 'noting',
      discriminator: (real, fake) => {
        const value = losses.nonSaturating.discriminator(real, fake);
        values.push(value.dataSync()[0]!);
        return value;
      },
      generator: losses.nonSaturating.generator,
    };
    const game = toyGan({ loss, discriminatorTurns: 3 });
    const { discriminatorLoss } = numbers(training.playStep(game));
    assert.equal(new Set(values).size, 3);
    assert.equal(discriminatorLoss, values[2]);
    dispose(game);
  });
});

suite('clipping', () => {
  const most = (game: games.Game, role: string) => Math.max(...weights(game)[role]!.flat().map(Math.abs));

  test('keeps the critic’s weights within ± clip, and only the critic’s', () => {
    const game = toyGan({ loss: losses.wasserstein, clip: 0.01, discriminatorTurns: 5 });
    assert.ok(most(game, 'discriminator') > 0.1); // as first drawn
    for (let step = 0; step < 3; step++) {
      numbers(training.playStep(game));
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
    numbers(training.takeTurn(game.players[0]!));
    const before = weights(game)['discriminator']!.flat();
    numbers(training.takeTurn({ ...game.players[0]!, clip: undefined }));
    const after = weights(game)['discriminator']!.flat();
    // RMSProp's second step is at most lr / √(1 − decay) = 0.005 / √0.1 = 0.0158.
    after.forEach((value, i) => assert.ok(Math.abs(value - before[i]!) < 0.016));
    assert.notDeepEqual(after, before);
    dispose(game);
  });
});

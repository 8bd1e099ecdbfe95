// BEGAN and EBGAN: critics whose verdict is how badly they reconstruct.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { data, models, training, type games } from 'gan-lib';
import { mean, near } from '../losses/reference.ts';
import {
  began,
  digits,
  ebgan,
  LATENTS,
  network,
  normal,
  objective,
  plain,
  silence,
  TINY,
} from './systems.ts';
import { dispose, step } from './toys.ts';

const inTraining = { training: true };

/** The energy of each sample: the mean over its pixels of what `f` makes of its error. */
function energies({ networks }: games.Game, x: tf.Tensor, f: (error: number) => number): number[] {
  const errors = plain(tf.sub(x, networks['autoencoder']!.apply(x, inTraining)));
  return Array.from({ length: x.shape[0] }, (_, i) => mean(errors.slice(784 * i, 784 * (i + 1)).map(f)));
}
const square = (error: number) => error * error;

/** What both players of a game are given first. */
const drawn = (game: games.Game) => {
  const [{ x }, { z }] = [digits(TINY).next(), normal(TINY).next(TINY.batchSize)];
  return { x, fake: game.networks['generator']!.apply(z, inTraining) };
};

suite('BEGAN', () => {
  test('minimises L(x) − k L(G(z)) and L(G(z))', () =>
    tf.tidy(() => {
      const game = began();
      const { x, fake } = drawn(game);
      const [real, made] = [x, fake].map((each) => mean(energies(game, each, Math.abs)));
      for (const k of [0, 0.4]) {
        const { value, log } = objective(game, 'discriminator', { real: x, fake, k: tf.scalar(k) });
        near(value, real! - k * made!, 1e-5);
        near(log['energyReal']!, real!, 1e-5);
        near(log['energyFake']!, made!, 1e-5);
        near(log['k']!, k, 1e-6);
      }
      near(objective(game, 'generator').value, made!, 1e-5);
      dispose(game);
    }));

  test('k begins at 0 and follows γ L(x) − L(G(z)) after each update of the critic, recorded or not', () => {
    const game = began({ gamma: 0.7, rate: 0.05 });
    let k = 0;
    for (let steps = 0; steps < 8; steps++) {
      const log = step(game);
      near(log['k']!, k, 1e-6, `step ${steps}`);
      k = Math.min(1, Math.max(0, k + 0.05 * (0.7 * log['energyReal']! - log['energyFake']!)));
    }
    assert.ok(k > 0.01 && k < 1, `${k}`);
    assert.deepEqual(game.sources['balance']!.save(), { k });
    dispose(game);
  });

  test('k stays within [0, 1]', () => {
    const game = began({ rate: 10 });
    const { after } = game.players['discriminator']!;
    const k = () => (game.sources['balance']!.save() as { k: number }).k;
    after!({ energyReal: 1, energyFake: 0 });
    assert.equal(k(), 1);
    after!({ energyReal: 0, energyFake: 1 });
    assert.equal(k(), 0);
    after!({ energyReal: 0.05, energyFake: 0 });
    near(k(), 0.25, 1e-12);
    dispose(game);
  });

  test('k is in checkpoints, and 0 again after a restart', async () => {
    const trainer = new training.Trainer({ game: began({ rate: 0.1 }), logEvery: 1 });
    await trainer.train({ steps: 3 });
    const { balance } = trainer.game.sources;
    assert.notDeepEqual(balance!.save(), { k: 0 });
    trainer.restart();
    assert.deepEqual(balance!.save(), { k: 0 });
    balance!.restore({ k: 0.3 } as never);
    assert.deepEqual(balance!.save(), { k: 0.3 });
    trainer.dispose();
  });
});

suite('EBGAN', () => {
  test('minimises E(x) + max(0, m − E(G(z))) and E(G(z))', () =>
    tf.tidy(() => {
      const game = ebgan({ margin: 0.02 });
      const { x, fake } = drawn(game);
      const [real, made] = [x, fake].map((each) => energies(game, each, square));
      const expected = mean(real!) + mean(made!.map((each) => Math.max(0, 0.02 - each)));
      near(objective(game, 'discriminator', { real: x, fake }).value, expected, 1e-5);
      near(objective(game, 'generator').value, mean(made!), 1e-5);
      dispose(game);
    }));

  test('has its hinge sample by sample: energies on both sides of the margin are not averaged first', () =>
    tf.tidy(() => {
      const game = ebgan({ margin: 0.5 });
      silence(game.networks['autoencoder']!); // AE(x) = 0: the energy is the mean of x²
      const fake = tf.concat([tf.fill([4, 28, 28, 1], Math.sqrt(0.1)), tf.ones([4, 28, 28, 1])]);
      const real = tf.zerosLike(fake);
      const { value, log } = objective(game, 'discriminator', { real, fake });
      near(log['energyFake']!, 0.55, 1e-6); // past the margin on average: the hinge of the mean is 0
      near(value, (0.4 + 0) / 2, 1e-6);
      dispose(game);
    }));

  test('pushes no sample further whose energy is past the margin', () => {
    const moved = (margin: number) => {
      const game = ebgan({ margin });
      const { inputs, objective: minimised } = game.players['discriminator']!;
      const slope = tf.tidy(() => {
        const { real, fake } = inputs() as Record<'real' | 'fake', tf.Tensor>;
        const gradient = tf.grad((x: tf.Tensor) => minimised({ real: real, fake: x }).value)(fake);
        return plain(tf.max(tf.abs(gradient)))[0]!;
      });
      dispose(game);
      return slope;
    };
    assert.ok(moved(10) > 0);
    assert.ok(moved(10) > 100 * moved(0));
  });
});

test('what does not fit is said in a line', () => {
  const throws = (options: Parameters<typeof began>[0], message: string) => {
    assert.throws(() => began(options), { name: 'RangeError', message });
    assert.throws(() => ebgan(options), { name: 'RangeError', message: message.replace('BEGAN', 'EBGAN') });
  };
  const dense = (name: string, input: number[], output: number) =>
    network(name, input, [models.flatten(), models.dense(output)], TINY);
  throws({ generator: dense('g', [5], 784) }, `g takes [5], but the latents is [${LATENTS}]`);
  throws(
    { generator: dense('g', [LATENTS], 784) },
    'autoencoder takes [28, 28, 1], but the output of g is [784]',
  );
  throws({ autoencoder: dense('a', [28, 28, 1], 784) }, 'a takes [28, 28, 1], but the output of a is [784]');
  throws(
    { data: data.map(digits(TINY), ({ x }) => ({ a: x })) as unknown as data.Batches<'x'> },
    'BEGAN: a batch with x [28, 28, 1] is expected, these batches have a',
  );
});

// The two-stream video GAN.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { data, games, losses, models, training } from 'gan-lib';
import { mean, near } from '../losses/reference.ts';
import {
  crossEntropies,
  digits,
  films,
  FRAMES,
  LATENTS,
  network,
  nonSaturating,
  normal,
  objective,
  plain,
  silence,
  TINY,
  videoGan,
} from './systems.ts';
import { dispose, step, update } from './toys.ts';

const inTraining = { training: true };

/** mask · foreground + (1 − mask) · background of each pixel, in plain numbers, and the masks. */
function composed({ networks }: games.Game, z: tf.Tensor): { film: tf.Tensor; masks: number[] } {
  const { foreground, background } = networks;
  const streams = foreground!.apply(z, inTraining).arraySync() as number[][][][];
  const scene = background!.apply(z, inTraining).arraySync() as number[][][][];
  const masks: number[] = [];
  const film = streams.map((rows, i) =>
    rows.map((row, r) =>
      row.map((channels, c) =>
        Array.from({ length: FRAMES }, (_, t) => {
          const mask = 1 / (1 + Math.exp(-channels[FRAMES + t]!));
          masks.push(mask);
          return mask * Math.tanh(channels[t]!) + (1 - mask) * scene[i]![r]![c]![0]!;
        }),
      ),
    ),
  );
  return { film: tf.tensor4d(film), masks };
}

suite('two-stream video GAN', () => {
  test('minimises its GAN loss and λ times the mean of the mask; D is shown the films', () =>
    tf.tidy(() => {
      const [{ x }, { z }] = [films(TINY).next(), normal(TINY).next(TINY.batchSize)];
      for (const sparsity of [0.1, 3, 0]) {
        const game = videoGan({ sparsity });
        const { film, masks } = composed(game, z);
        const [onReal, onFake] = [x, film].map((each) =>
          plain(game.networks['discriminator']!.apply(each, inTraining)),
        );
        near(objective(game, 'discriminator').value, crossEntropies(onReal!, onFake!), 1e-5);
        dispose(game);
        const other = videoGan({ sparsity });
        const { value, log } = objective(other, 'generator');
        near(log['mask']!, mean(masks), 1e-5);
        near(value, nonSaturating(onFake!) + sparsity * mean(masks), 1e-5);
        dispose(other);
      }
    }));

  test('a mask of 0 leaves the still scene, in every frame; a mask of 1 what moves', () =>
    tf.tidy(() => {
      const game = videoGan();
      const { foreground, background } = game.networks as Record<string, models.Network>;
      const z = normal(TINY).next(2).z;
      silence(foreground!);
      const bias = foreground!.variables.at(-1)!;
      const masked = (mask: number) => {
        bias.assign(tf.concat([tf.fill([FRAMES], 0.5), tf.fill([FRAMES], mask)]));
        return games.twoStreams({ foreground: foreground!, background: background! }, z);
      };
      const scene = background!.apply(z);
      const still = masked(-200);
      assert.deepEqual(plain(still.film), plain(tf.tile(scene, [1, 1, 1, FRAMES])));
      assert.deepEqual(plain(still.background), plain(scene));
      const moving = masked(200);
      for (const value of plain(moving.film)) near(value, Math.tanh(0.5), 1e-6);
      assert.deepEqual(plain(moving.mask), plain(tf.onesLike(moving.film)));
      dispose(game);
    }));

  test('a large λ closes the mask', () => {
    const after = (sparsity: number) => {
      const generator = training.adam({ learningRate: 1e-2 });
      const game = videoGan({ sparsity, optimisers: { generator, discriminator: training.adam() } });
      let log: Record<string, number> = {};
      for (let i = 0; i < 20; i++) log = update(game, 'generator');
      dispose(game);
      return log['mask']!;
    };
    const [open, closed] = [after(0), after(10)];
    assert.ok(closed < 0.5 * open, `${open} ${closed}`);
  });

  /** A film of 4 frames of 3 × 3 whose time is a dimension of its own. */
  const inTime = (more: Partial<games.VideoGanOptions> = {}) => {
    const net = (name: string, input: number[], output: number[]) =>
      network(
        name,
        input,
        [models.flatten(), models.dense(output.reduce((a, b) => a * b)), models.reshape(output)],
        TINY,
      );
    return games.videoGan({
      foreground: net('foreground', [LATENTS], [4, 3, 3, 2]),
      background: net('background', [LATENTS], [1, 3, 3, 1]),
      discriminator: network('discriminator', [4, 3, 3, 1], [models.flatten(), models.dense(1)], TINY),
      loss: losses.nonSaturating,
      data: data.map(digits(TINY), () => ({ x: tf.zeros([TINY.batchSize, 4, 3, 3, 1]) })),
      latents: normal(TINY),
      optimisers: { generator: training.adam(), discriminator: training.adam() },
      ...more,
    });
  };

  test('takes films with time as a dimension', () => {
    const game = inTime();
    for (const value of Object.values(step(game))) assert.ok(value > 0);
    dispose(game);
  });

  test('says what does not fit', () => {
    const throws = (make: () => games.Game, message: string) =>
      assert.throws(make, { name: 'RangeError', message });
    const shaped = (name: string, input: number, output: number[]) =>
      network(name, [input], [models.dense(output.reduce((a, b) => a * b)), models.reshape(output)], TINY);
    throws(
      () => videoGan({ foreground: shaped('f', 5, [28, 28, 8]) }),
      `f takes [5], but the latents is [${LATENTS}]`,
    );
    throws(
      () => videoGan({ foreground: shaped('f', LATENTS, [28, 28, 4]) }),
      'discriminator takes [28, 28, 4], but a film of f is [28, 28, 2]',
    );
    throws(
      () => videoGan({ foreground: shaped('f', LATENTS, [14, 14, 8]) }),
      'discriminator takes [28, 28, 4], but a film of f is [14, 14, 4]',
    );
    throws(
      () => videoGan({ background: shaped('b', LATENTS, [14, 14, 1]) }),
      'b: what can be repeated to [28, 28, 4] is expected at its end, got [14, 14, 1]',
    );
    throws(
      () => inTime({ background: shaped('b', LATENTS, [4, 2, 3, 1]) }),
      'b: what can be repeated to [4, 3, 3, 1] is expected at its end, got [4, 2, 3, 1]',
    );
    throws(
      () => videoGan({ data: digits(TINY) }),
      'videoGan: x of shape [28, 28, 4] is expected in a batch, got [28, 28, 1]',
    );
    throws(
      () => videoGan({ loss: losses.softmax }),
      'videoGan: a loss of generated samples alone is expected, softmax compares with real ones',
    );
  });
});

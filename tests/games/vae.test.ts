// Variational autoencoders: of pixels, and of features that stay.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { games, models, training } from 'gan-lib';
import { near } from '../losses/reference.ts';
import { digits, LATENTS, network, normal, objective, plain, TINY } from './systems.ts';
import { dispose, update, weights } from './toys.ts';

const coder = () => ({
  encoder: network('encoder', [28, 28, 1], [models.flatten(), models.dense(2 * LATENTS)], TINY),
  decoder: network('decoder', [LATENTS], [models.dense(784), models.reshape([28, 28, 1])], TINY),
  ...{ data: digits(TINY), latents: normal(TINY), optimiser: training.adam({ learningRate: 2e-3 }) },
});
const features = () => network('features', [28, 28, 1], [models.flatten(), models.dense(5)], TINY);

suite('a variational autoencoder', () => {
  for (const seenBy of [undefined, features()]) {
    const what = seenBy ? 'frozen features' : 'pixels';
    test(`minimises the divergence and half the squared error of ${what}`, () =>
      tf.tidy(() => {
        const game = games.vae({ ...coder(), klWeight: 3, ...(seenBy && { features: seenBy }) });
        const { x } = digits(TINY).next();
        const [mu, logVariance] = tf.split(game.networks['encoder']!.apply(x), 2, 1);
        const epsilon = normal(TINY).next(TINY.batchSize).z;
        const code = tf.add(mu!, tf.mul(tf.sqrt(tf.exp(logVariance!)), epsilon));
        const again = game.networks['decoder']!.apply(code);
        const [a, b] = [x, again].map((images) => plain(seenBy ? seenBy.apply(images) : images));
        const error = a!.reduce((sum, value, i) => sum + 0.5 * (value - b![i]!) ** 2, 0) / TINY.batchSize;
        const found = objective(game, 'player');
        near(found.log['reconstruction']!, error, 1e-4);
        near(found.value, 3 * found.log['kl']! + error, 1e-4);
      }));
  }

  test('learns to reconstruct, and leaves the features as they are', () => {
    const game = games.vae({ ...coder(), features: features() });
    const before = weights(game)['features'];
    const [first, ...later] = Array.from({ length: 60 }, () => update(game, 'player')['reconstruction']!);
    assert.ok(later.at(-1)! < 0.8 * first!, `${first} → ${later.at(-1)}`);
    assert.deepEqual(weights(game)['features'], before);
    dispose(game);
  });

  test('says what does not fit', () => {
    const encoder = network('e', [28, 28, 1], [models.flatten(), models.dense(LATENTS)], TINY);
    assert.throws(() => games.vae({ ...coder(), encoder }), {
      name: 'RangeError',
      message: `e: [${2 * LATENTS}] outputs are expected, got [${LATENTS}]`,
    });
  });
});

import * as tf from '@tensorflow/tfjs-core';
import { ops } from 'gan-lib';
import { assertClose, assertGradient, gradientNorm, normal, onEachBackend } from './helpers.ts';

const MEANS = {
  mean: [ops.mean, (x: tf.Tensor) => tf.mean(x)],
  'meanSoftplus, sign 1': [(x: tf.Tensor) => ops.meanSoftplus(x), (x: tf.Tensor) => tf.mean(tf.softplus(x))],
  'meanSoftplus, sign −1': [
    (x: tf.Tensor) => ops.meanSoftplus(x, -1),
    (x: tf.Tensor) => tf.mean(tf.softplus(tf.neg(x))),
  ],
} as const;

onEachBackend('means', (check) => {
  for (const [name, [mean, plain]] of Object.entries(MEANS)) {
    check(`${name}: value and gradient are those of plain operations`, () => {
      for (const shape of [[], [1], [7, 1], [3, 5, 2]]) {
        const x = tf.mul(normal(shape as [number], 1), 3);
        assertClose(mean(x), plain(x));
        assertClose(tf.grad((x: tf.Tensor) => mean(x))(x), tf.grad((x: tf.Tensor) => plain(x))(x));
      }
    });

    check(`${name}: is finite and right at ±1,000`, () => {
      const x = tf.tensor1d([-1000, 1000, 0]);
      assertClose(mean(x), plain(x));
      assertClose(tf.grad((x: tf.Tensor) => mean(x))(x), tf.grad((x: tf.Tensor) => plain(x))(x));
    });

    check(`${name}: is right to the second order`, () => {
      const f = (x: tf.Tensor) => tf.square(mean(tf.square(x)));
      assertGradient(gradientNorm(f), [normal([4, 3], 2)]);
    });
  }
});

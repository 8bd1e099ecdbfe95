import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { ops } from 'gan-lib';
import { assertClose, assertGradient, normal, onEachBackend } from './helpers.ts';

const EPSILON = 1e-3;

/** Batch normalisation as its equation says it, out of plain operations. */
function plain(x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor) {
  const { mean, variance } = tf.moments(
    x,
    x.shape.slice(0, -1).map((_, axis) => axis),
  );
  const normalised = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, EPSILON)));
  return { y: tf.add(tf.mul(normalised, gamma), beta), mean, variance };
}

const inputs = (shape: number[]): [tf.Tensor, tf.Tensor1D, tf.Tensor1D] => [
  tf.add(tf.mul(normal(shape as [number, number], 1), 2), 3),
  normal<tf.Rank.R1>([shape.at(-1)!], 2),
  normal<tf.Rank.R1>([shape.at(-1)!], 3),
];

/** Runs a test with running averages for `channels`, mean 1 and variance 2, and frees them after it. */
function withAverages(channels: number, work: (running: ops.RunningAverages) => void): void {
  const mean = tf.variable(tf.fill([channels], 1), false);
  const variance = tf.variable(tf.fill([channels], 2), false);
  work({ mean, variance, momentum: 0.7 });
  tf.dispose([mean, variance]);
}

onEachBackend('batchNorm', (check) => {
  for (const shape of [
    [16, 3],
    [4, 5, 5, 3],
  ]) {
    check(`has the values and gradients of its equation for [${shape}]`, () => {
      withAverages(3, (running) => {
        const [x, gamma, beta] = inputs(shape);
        const expected = plain(x, gamma, beta);
        assertClose(ops.batchNorm(x, gamma, beta, running, { epsilon: EPSILON }), expected.y);

        const n = x.size / 3;
        const unbiased = tf.mul(expected.variance, n / (n - 1));
        assertClose(running.mean, tf.add(0.7, tf.mul(0.3, expected.mean)));
        assertClose(running.variance, tf.add(1.4, tf.mul(0.3, unbiased)));

        const weights = normal(shape as [number, number], 4);
        const gradients = (f: (x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor) => tf.Tensor) =>
          tf.grads((x, gamma, beta) => tf.sum(tf.mul(weights, f(x, gamma, beta))))([x, gamma, beta]);
        const actual = gradients((x, gamma, beta) =>
          ops.batchNorm(x, gamma as tf.Tensor1D, beta as tf.Tensor1D, running, { epsilon: EPSILON }),
        );
        gradients((...all) => plain(...all).y).forEach((gradient, i) => assertClose(actual[i]!, gradient));
      });
    });
  }

  check('has the gradient that differences show', () => {
    withAverages(4, (running) => {
      const f = (x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor) => {
        const y = ops.batchNorm(tf.tanh(x), gamma as tf.Tensor1D, beta as tf.Tensor1D, running, { epsilon: EPSILON });
        return tf.mean(tf.mul(normal([6, 4], 4), tf.square(y)));
      };
      assertGradient(f as never, [normal([6, 4], 1), normal([4], 2), normal([4], 3)]);
    });
  });

  check('refuses what does not fit', () => {
    withAverages(3, (running) => {
      const [x, gamma, beta] = inputs([4, 3]);
      const cube = tf.reshape(x, [2, 2, 3]);
      assert.throws(() => ops.batchNorm(cube, gamma, beta, running), /rank 2 or 4, not shape \[2,2,3\]/);
      assert.throws(() => ops.batchNorm(x, tf.ones([2]), beta, running), /gamma must be \[3\] .* not \[2\]/);
    });
  });
});

test('batchNorm says that it has no second-order gradient', () => {
  withAverages(3, (running) => {
    const [x, gamma, beta] = inputs([4, 3]);
    const slope = tf.grad((x: tf.Tensor) => tf.sum(tf.square(ops.batchNorm(x, gamma, beta, running))));
    assert.throws(
      () => tf.grad((x: tf.Tensor) => tf.sum(tf.square(slope(x))))(x),
      /batchNorm: it has no second-order gradient/,
    );
  });
});

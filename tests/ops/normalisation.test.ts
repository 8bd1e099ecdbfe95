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

onEachBackend('batchNorm', (check) => {
  for (const shape of [
    [16, 3],
    [4, 5, 5, 3],
  ]) {
    check(`has the values and gradients of its equation for [${shape}]`, () => {
      const [x, gamma, beta] = inputs(shape);
      const [fused, expected] = [ops.batchNorm(x, gamma, beta, EPSILON), plain(x, gamma, beta)];
      assertClose(fused.y, expected.y);
      assertClose(fused.mean, expected.mean);
      assertClose(fused.variance, expected.variance);

      const weights = normal(shape as [number, number], 4);
      const gradients = (f: typeof plain) =>
        tf.grads((x, gamma, beta) => tf.sum(tf.mul(weights, f(x, gamma, beta).y)))([x, gamma, beta]);
      const actual = gradients((x, gamma, beta) =>
        ops.batchNorm(x, gamma as tf.Tensor1D, beta as tf.Tensor1D, EPSILON),
      );
      gradients(plain).forEach((gradient, i) => assertClose(actual[i]!, gradient));
    });
  }

  check('has the gradient that differences show', () => {
    const f = (x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor) =>
      tf.mean(tf.square(ops.batchNorm(tf.tanh(x), gamma as tf.Tensor1D, beta as tf.Tensor1D, EPSILON).y));
    assertGradient(f as never, [normal([6, 4], 1), normal([4], 2), normal([4], 3)]);
  });

  check('refuses what does not fit', () => {
    const [x, gamma, beta] = inputs([4, 3]);
    assert.throws(
      () => ops.batchNorm(tf.reshape(x, [2, 2, 3]), gamma, beta),
      /rank 2 or 4, not shape \[2,2,3\]/,
    );
    assert.throws(
      () => ops.batchNorm(x, tf.ones([2]), beta),
      /gamma \[2\] and beta \[3\] must both be \[3\]/,
    );
  });
});

test('batchNorm says that it has no second-order gradient', () => {
  const [x, gamma, beta] = inputs([4, 3]);
  const slope = tf.grad((x: tf.Tensor) => tf.sum(tf.square(ops.batchNorm(x, gamma, beta).y)));
  assert.throws(
    () => tf.grad((x: tf.Tensor) => tf.sum(tf.square(slope(x))))(x),
    /batchNorm: it has no second-order gradient/,
  );
});

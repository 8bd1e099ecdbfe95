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

/** Shapes below and above the sizes of the kernels' blocks. */
const SHAPES = [
  [16, 3],
  [4, 5, 5, 3],
  [10, 70],
  [8, 14, 14, 16],
  [2, 6, 5],
  [2, 3, 4, 4, 5],
];

const SLOPES = { 'no rectifier': 1, ReLU: 0, 'LeakyReLU 0.2': 0.2 };

/** x as batches one after the other, each through f by itself. */
const eachBatch = (x: tf.Tensor, batches: number, f: (batch: tf.Tensor) => tf.Tensor) =>
  batches === 1 ? f(x) : tf.concat(tf.split(x, batches).map(f)); // a split into one has no gradient

onEachBackend('batchNorm', (check) => {
  for (const shape of SHAPES) {
    for (const [name, slope] of Object.entries(SLOPES)) {
      for (const batches of [1, 2]) {
        const label = `[${shape}] in ${batches} batches, ${name}`;
        check(`has the values and gradients of its equation: ${label}`, () => {
          const channels = shape.at(-1)!;
          withAverages(channels, (running) => {
            const [x, gamma, beta] = inputs(shape);
            const expected = (x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor) =>
              tf.leakyRelu(
                eachBatch(x, batches, (batch) => plain(batch, gamma, beta).y),
                slope,
              );
            const actual = (x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor) =>
              ops.batchNorm(x, gamma as tf.Tensor1D, beta as tf.Tensor1D, running, {
                epsilon: EPSILON,
                batches,
                slope,
              });
            assertClose(actual(x, gamma, beta), expected(x, gamma, beta));

            const n = x.size / channels / batches;
            const after = tf.split(x, batches).reduce(
              (old, batch) => {
                const { mean, variance } = plain(batch, gamma, beta);
                const move = (from: tf.Tensor, to: tf.Tensor) => tf.add(tf.mul(0.7, from), tf.mul(0.3, to));
                return {
                  mean: move(old.mean, mean),
                  variance: move(old.variance, tf.mul(variance, n / (n - 1))),
                };
              },
              { mean: tf.fill<tf.Rank>([channels], 1), variance: tf.fill<tf.Rank>([channels], 2) },
            );
            assertClose(running.mean, after.mean);
            assertClose(running.variance, after.variance);

            const weights = normal(shape as [number, number], 4);
            const gradients = (f: typeof actual) =>
              tf.grads((x, gamma, beta) => tf.sum(tf.mul(weights, f(x, gamma, beta))))([x, gamma, beta]);
            const right = gradients(expected);
            gradients(actual).forEach((gradient, i) => assertClose(gradient, right[i]!, 2e-5));
          });
        });
      }
    }
  }

  check('has the gradient that differences show', () => {
    withAverages(4, (running) => {
      const f = (x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor) => {
        const y = ops.batchNorm(tf.tanh(x), gamma as tf.Tensor1D, beta as tf.Tensor1D, running, {
          epsilon: EPSILON,
        });
        return tf.mean(tf.mul(normal([6, 4], 4), tf.square(y)));
      };
      assertGradient(f as never, [normal([6, 4], 1), normal([4], 2), normal([4], 3)]);
    });
  });

  check('is had without running averages, and of each sample by itself', () => {
    withAverages(5, (running) => {
      const [x, gamma, beta] = inputs([6, 4, 4, 5]);
      const options = { batches: 6, epsilon: EPSILON, slope: 0.2 };
      const f = (running?: ops.RunningAverages) => (x: tf.Tensor) =>
        ops.batchNorm(x, gamma, beta, running, options);
      const { mean, variance } = tf.moments(x, [1, 2], true);
      const normalised = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, EPSILON)));
      assertClose(f()(x), tf.leakyRelu(tf.add(tf.mul(normalised, gamma), beta), 0.2));
      const gradient = (g: (x: tf.Tensor) => tf.Tensor) => tf.grad((x) => tf.sum(tf.square(g(x))))(x);
      assertClose(gradient(f()), gradient(f(running)), 0);
    });
  });

  check('refuses what does not fit', () => {
    withAverages(3, (running) => {
      const [x, gamma, beta] = inputs([4, 3]);
      assert.throws(() => ops.batchNorm(gamma, gamma, beta, running), /rank 2 or higher, not shape \[3\]/);
      assert.throws(
        () => ops.batchNorm(x, gamma, beta, running, { slope: -1 }),
        new RangeError('ops.batchNorm: a slope in [0, 1] is allowed, got -1'),
      );
      assert.throws(() => ops.batchNorm(x, tf.ones([2]), beta, running), /gamma must be \[3\] .* not \[2\]/);
      assert.throws(
        () => ops.batchNorm(x, gamma, beta, running, { batches: 3 }),
        /\[4,3\] cannot be divided into 3 batches/,
      );
      assert.throws(
        () => ops.batchNorm(tf.zeros([0, 3]), gamma, beta, running),
        new RangeError('ops.batchNorm: x [0,3] holds no numbers to take the mean of'),
      );
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

import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import { ops } from 'gan-lib';
import { assertClose, assertGradient, gradientNorm, normal, onEachBackend } from './helpers.ts';

const weighted = (f: (x: tf.Tensor) => tf.Tensor, weights: tf.Tensor) => (x: tf.Tensor) =>
  tf.mul(weights, f(x));

const SMOOTH: Record<string, (x: tf.Tensor) => tf.Tensor> = {
  'tf.tanh': tf.tanh,
  tanh: (x) => ops.tanh(x),
  sigmoid: tf.sigmoid,
  exp: tf.exp,
  elu: tf.elu,
  softplus: tf.softplus,
  logSigmoid: tf.logSigmoid,
  softmax: (x) => tf.softmax(x),
  'softmax over the first axis of logits': (x) => tf.transpose(tf.softmax(tf.transpose(x))),
};

onEachBackend('gradients', (check) => {
  for (const [name, f] of Object.entries(SMOOTH)) {
    check(`${name} is right to the first and second order`, () => {
      const x = normal([4, 5], 1);
      const g = weighted(f, normal([4, 5], 2));
      assertGradient((x) => tf.sum(g(x)), [x]);
      assertGradient(gradientNorm(g), [x]);
    });
  }

  // Piecewise linear: f(x)² has the second derivative 2 f′(x)², which is wrong if f′ is.
  const RECTIFIERS: Record<string, (x: tf.Tensor) => tf.Tensor> = {
    relu: tf.relu,
    'tf.leakyRelu': (x) => tf.leakyRelu(x, 0.3),
    leakyRelu: (x) => ops.leakyRelu(x),
  };
  for (const [name, f] of Object.entries(RECTIFIERS)) {
    check(`${name} is right to the first and second order`, () => {
      const x = tf.tensor2d([
        [-2, -1, -0.5],
        [0.5, 1, 2],
      ]);
      const g = weighted((x) => tf.square(f(x)), normal([2, 3], 2));
      assertGradient((x) => tf.sum(g(x)), [x]);
      assertGradient(gradientNorm(g), [x]);
    });
  }

  check('tanh is that of Math, everywhere', () => {
    const values = Float32Array.from({ length: 4001 }, (_, i) => (i - 2000) / 100);
    const extremes = [0, 1e-30, -1e-4, 0.624999, 0.625, 50, -1e30, Infinity, -Infinity];
    const x = tf.tensor1d([...values, ...extremes]);
    const expected = Float32Array.from(x.dataSync<'float32'>(), Math.tanh);
    ops
      .tanh(x)
      .dataSync<'float32'>()
      .forEach((y, i) =>
        assert.ok(
          Math.abs(y - expected[i]!) <= 3e-7 * Math.abs(expected[i]!),
          `tanh ${x.dataSync()[i]} = ${y}`,
        ),
      );
    assert.ok(Number.isNaN(ops.tanh(tf.tensor1d([NaN])).dataSync()[0]));
  });

  check('the slope of leakyRelu is 0.2 below zero unless told otherwise', () => {
    const x = tf.tensor1d([-1, 3]);
    assertClose(ops.leakyRelu(x), tf.tensor1d([-0.2, 3]));
    assertClose(ops.leakyRelu(x, 0.1), tf.tensor1d([-0.1, 3]));
    assertClose(tf.grad((x: tf.Tensor) => tf.sum(ops.leakyRelu(x, 0.1)))(x), tf.tensor1d([0.1, 1]));
  });
});

import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import { ops } from 'gan-lib';
import { assertClose, assertGradient, gradientNorm, normal, onEachBackend } from './helpers.ts';

/** Rows, columns, depth: below, at and above the sizes of tiles, vectors and blocks; many and few of each. */
const SIZES = [
  [1, 1, 1],
  [2, 3, 4],
  [6, 16, 8],
  [7, 17, 9],
  [64, 1, 256],
  [1, 64, 5],
  [13, 33, 401],
  [5, 200, 900],
  [200, 40, 3],
  [70, 1, 301],
  [200, 70, 1],
  [30, 96, 70], // packed while the first rows are multiplied
  [9, 200, 301], // so few rows that the gradient by x is computed the other way round
] as const;

const dense = (x: tf.Tensor, weights: tf.Tensor, end?: ops.Epilogue) =>
  ops.dense(x as tf.Tensor2D, weights as tf.Tensor2D, end);

const SLOPES = { 'no rectifier': 1, ReLU: 0, 'LeakyReLU 0.2': 0.2 };

onEachBackend('dense', (check) => {
  for (const [rows, columns, depth] of SIZES) {
    check(`has the values and gradients of tf.matMul: ${rows}×${depth} by ${depth}×${columns}`, () => {
      const pair = [normal([rows, depth], 1), normal([depth, columns], 2)];
      const weights = normal([rows, columns], 3);
      assertClose(dense(pair[0]!, pair[1]!), tf.matMul(pair[0]!, pair[1]!));
      const inner = (f: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor) =>
        tf.grads((a, b) => tf.sum(tf.mul(weights, f(a, b))))(pair);
      const expected = inner((a, b) => tf.matMul(a, b));
      inner((a, b) => dense(a, b)).forEach((gradient, i) => assertClose(gradient, expected[i]!));
    });
  }

  for (const [name, slope] of Object.entries(SLOPES)) {
    check(`ends in a bias and ${name}: values and gradients`, () => {
      const all = [normal([9, 4], 1), normal([4, 21], 2), normal([21], 3)];
      const weights = normal([9, 21], 4);
      const plain = (x: tf.Tensor, w: tf.Tensor, bias: tf.Tensor) =>
        tf.leakyRelu(tf.add(tf.matMul(x, w), bias), slope);
      const fused = (x: tf.Tensor, w: tf.Tensor, bias: tf.Tensor) => dense(x, w, { bias, slope });
      const [x, w, bias] = all as [tf.Tensor, tf.Tensor, tf.Tensor];
      assertClose(fused(x, w, bias), plain(x, w, bias));
      const inner = (f: typeof plain) =>
        tf.grads((...xs) => tf.sum(tf.mul(weights, f(...(xs as [tf.Tensor, tf.Tensor, tf.Tensor])))))(all);
      const expected = inner(plain);
      inner(fused).forEach((gradient, i) => assertClose(gradient, expected[i]!));
    });
  }

  check('is right to the second order', () => {
    const f = (x: tf.Tensor, w: tf.Tensor, bias: tf.Tensor) =>
      tf.tanh(dense(tf.tanh(x), w, { bias, slope: 0.2 }));
    // Kinks lie where units switch; a small step crosses few of them.
    assertGradient(gradientNorm(f), [normal([3, 4], 1), normal([4, 5], 2), normal([5], 3)], {
      h: 1e-3,
      tolerance: 1e-2,
    });
  });

  check('is right to the second order by its weights', () => {
    const f = (w: tf.Tensor, x: tf.Tensor) => tf.tanh(dense(x, w));
    assertGradient(gradientNorm(f), [tf.mul(normal([4, 5], 2), 0.5), normal([3, 4], 1)], {
      h: 1e-3,
      tolerance: 1e-2,
    });
  });

  check('of nothing is nothing, and a bias', () => {
    assert.deepEqual(dense(tf.zeros([0, 3]), tf.zeros([3, 2])).shape, [0, 2]);
    assert.deepEqual(dense(tf.zeros([2, 3]), tf.zeros([3, 0])).shape, [2, 0]);
    if (tf.getBackend() !== 'tensorflow') return; // others refuse to add nothing up
    const bias = tf.tensor1d([1, -2]);
    assertClose(dense(tf.zeros([1, 0]), tf.zeros([0, 2]), { bias, slope: 0.5 }), tf.tensor2d([[1, -1]]));
  });

  check('what does not fit is refused', () => {
    assert.throws(() => dense(tf.ones([2, 3]), tf.ones([2, 3])), /dense: .*\[2,3\].*\[2,3\]/);
    assert.throws(
      () => dense(tf.ones([2, 3]), tf.ones([3, 4]), { bias: tf.ones([3]) }),
      /dense: a bias of \[4\] is allowed, got \[3\]/,
    );
    assert.throws(
      () => dense(tf.ones([2, 3]), tf.ones([3, 4]), { bias: tf.ones([4]), slope: -0.5 }),
      new RangeError('ops.dense: a slope in [0, 1] is allowed, got -0.5'),
    );
  });
});

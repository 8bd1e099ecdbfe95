import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import { ops } from 'gan-lib';
import { assertClose, assertGradient, gradientNorm, normal, onEachBackend } from './helpers.ts';

onEachBackend('linear', (check) => {
  check('biasAdd adds to the last axis, whatever the rank', () => {
    const bias = normal<tf.Rank.R1>([3], 1);
    for (const shape of [
      [4, 3],
      [2, 5, 5, 3],
    ]) {
      const x = normal(shape as [number, number], 2);
      const weights = normal(shape as [number, number], 3);
      assertClose(ops.biasAdd(x, bias), tf.add(x, bias));
      const [dx, dbias] = tf.grads((x, bias) => tf.sum(tf.mul(weights, ops.biasAdd(x, bias))))([x, bias]);
      assertClose(dx!, weights);
      assertClose(
        dbias!,
        tf.sum(
          weights,
          shape.slice(0, -1).map((_, axis) => axis),
        ),
      );
    }
  });

  check('biasAdd is right to the second order', () => {
    const f = (bias: tf.Tensor, x: tf.Tensor) => tf.square(tf.tanh(ops.biasAdd(x, bias)));
    assertGradient(gradientNorm(f), [normal([3], 1), normal([2, 3], 2)]);
  });

  check('dense is a matrix product and a bias', () => {
    const [x, weights, bias] = [normal([4, 3], 1), normal([3, 5], 2), normal([5], 3)] as const;
    assertClose(
      ops.dense(x as tf.Tensor2D, weights as tf.Tensor2D, bias as tf.Tensor1D),
      tf.add(tf.matMul(x, weights), bias),
    );
    assertClose(ops.dense(x as tf.Tensor2D, weights as tf.Tensor2D), tf.matMul(x, weights));
  });

  check('a bias that does not fit is refused', () => {
    assert.throws(() => ops.biasAdd(tf.ones([2, 3]), tf.ones([2])), /biasAdd.*\[2\].*\[2,3\]/);
    assert.throws(() => ops.biasAdd(tf.ones([3]), tf.ones([3])), RangeError);
  });
});

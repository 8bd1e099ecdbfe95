import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { models, training } from 'gan-lib';

test('the norm of a gradient, by hand', () => {
  const net = models.network({ name: 'net', input: [2], layers: [models.dense(1)], seed: 1 });
  const x = tf.tensor2d([[3, 4]]);
  const before = tf.memory().numTensors;
  // y = 3a + 4b + c; of 2y the gradient is (6, 8, 2).
  const norm = training.gradientNorm([net], () => tf.sum(tf.mul(2, net.apply(x))));
  assert.ok(Math.abs(norm - Math.sqrt(36 + 64 + 4)) < 1e-5);
  assert.equal(tf.memory().numTensors, before);
  x.dispose();
  net.dispose();
});

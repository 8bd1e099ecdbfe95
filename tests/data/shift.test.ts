import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { data } from 'gan-lib';

const image = tf.tensor4d([1, 2, 3, 4, 5, 6], [1, 2, 3, 1]);
const shiftedTo = (right: number, down?: number) => [...data.shifted(image, right, down).dataSync()];

test('images move by whole pixels, and black comes in', () => {
  assert.deepEqual(shiftedTo(1), [-1, 1, 2, -1, 4, 5]);
  assert.deepEqual(shiftedTo(-2), [3, -1, -1, 6, -1, -1]);
  assert.deepEqual(shiftedTo(0, 1), [-1, -1, -1, 1, 2, 3]);
  assert.deepEqual(shiftedTo(1, -1), [-1, 4, 5, -1, -1, -1]);
  assert.deepEqual(shiftedTo(0), [1, 2, 3, 4, 5, 6]);
});

test('it says what cannot be moved by', () => {
  for (const right of [0.5, 3, -3, NaN]) assert.throws(() => data.shifted(image, right), RangeError);
  assert.throws(() => data.shifted(image, 0, 2), /shifted: whole pixels below 2 are allowed, got 2/);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { ops } from 'gan-lib';
import { assertClose, normal, onEachBackend } from './helpers.ts';

const SAME = [1, 0, 0, 0, 1, 0, 0, 0];

const images = (count: number) => normal<tf.Rank.R4>([count, 5, 6, 2], 1);
const maps = (...rows: number[][]) => tf.tensor2d(rows);

onEachBackend('warp', (check) => {
  check('leaves an image alone under the identity', () => {
    assertClose(ops.warp(images(2), maps(SAME, SAME), 0), images(2));
  });

  check('moves each image by its own map, and fills what lies beyond', () => {
    const x = images(3);
    const right = [1, 0, 2, 0, 1, 0, 0, 0]; // what stands two columns to the right
    const flipped = [-1, 0, 5, 0, 1, 0, 0, 0]; // column x of the result is column 5 − x
    const warped = ops.warp(x, maps(SAME, right, flipped), -7);
    const [first, second, third] = [0, 1, 2].map((i) => tf.slice(x, [i, 0, 0, 0], [1, -1, -1, -1]));
    const moved = tf.concat([tf.slice(second!, [0, 0, 2, 0], [-1, -1, 4, -1]), tf.fill([1, 5, 2, 2], -7)], 2);
    assertClose(warped, tf.concat([first!, moved, tf.reverse(third!, 2)]));
  });

  check('interpolates between pixels', () => {
    const x = tf.tensor4d([0, 1, 2, 3], [1, 2, 2, 1]);
    const half = [1, 0, 0.5, 0, 1, 0.25, 0, 0]; // the value of the plane x + 2 y, half a column and a quarter row on
    const [corner] = ops.warp(x, maps(half), 0).dataSync();
    assert.equal(corner, 1);
  });

  check('refuses maps that do not fit', () => {
    assert.throws(() => ops.warp(images(2), maps(SAME), 0), /a row of 8 numbers for each image .* got \[1,8\] for \[2,5,6,2\]/); // prettier-ignore
  });
});

test('warp says that it has no gradient', () => {
  const slope = tf.grad((x) => tf.sum(ops.warp(x as tf.Tensor4D, maps(SAME), 0)));
  assert.throws(() => slope(images(1)), /ops.warp: it has no gradient/);
});

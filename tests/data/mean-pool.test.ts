import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { data } from 'gan-lib';

suite('meanPool', () => {
  test('gives the means of blocks, channel by channel', () => {
    tf.tidy(() => {
      // 4 × 4 of two channels, the second 100 times the first.
      const first = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
      const x = tf.tensor4d(first.flatMap((value) => [value, 100 * value]), [1, 4, 4, 2]); // prettier-ignore
      assert.deepEqual(data.meanPool(x, 2).arraySync(), [
        [
          [[2.5, 250], [4.5, 450]],
          [[10.5, 1050], [12.5, 1250]],
        ],
      ]); // prettier-ignore
      assert.deepEqual(Array.from(data.meanPool(x, 4).dataSync()), [7.5, 750]);
      assert.deepEqual(data.meanPool(x, 1).arraySync(), x.arraySync());
    });
  });

  test('makes 7 × 7 of 28 × 28 and keeps the mean of each image', () => {
    tf.tidy(() => {
      const x = data.toTensor(data.loadMnist().test, { length: 5 });
      const small = data.meanPool(x, 4);
      assert.deepEqual(small.shape, [5, 7, 7, 1]);
      const [before, after] = [x, small].map((images) => tf.mean(images, [1, 2, 3]).dataSync());
      before!.forEach((mean, i) => assert.ok(Math.abs(mean - after![i]!) < 1e-5));
    });
  });

  test('hands its gradient evenly to the pixels of a block', () => {
    tf.tidy(() => {
      const slope = tf.grad((x) => tf.sum(data.meanPool(x, 2)))(tf.zeros([1, 4, 4, 1]));
      assert.ok(slope.dataSync().every((value) => value === 0.25));
    });
  });

  test('refuses a size that does not divide', () => {
    const x = tf.zeros([1, 28, 28, 1]);
    for (const size of [3, 0, 1.5]) {
      assert.throws(() => data.meanPool(x, size), {
        name: 'RangeError',
        message:
          'data.meanPool: images [batch, height, width, channels] and a size that divides height and width are ' +
          `allowed, got [1, 28, 28, 1] and ${size}`,
      });
    }
    x.dispose();
  });
});

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { data } from 'gan-lib';

/** A picture of rows of `#` (255) and `.` (0) as a tensor. */
const picture = (...rows: string[]): tf.Tensor4D =>
  tf.tensor4d(
    rows.flatMap((row) => Array.from(row, (pixel) => (pixel === '#' ? 1 : -1))),
    [1, rows.length, rows[0]!.length, 1],
  );

/** Its outline as such rows; every value must be 1 or −1. */
function outlined(x: tf.Tensor, threshold?: number): string[] {
  return tf.tidy(() => {
    const [image] = tf.squeeze(data.outline(x, threshold), [3]).arraySync() as number[][][];
    return image!.map((row) => row.map((value) => (value === 1 ? '#' : value === -1 ? '.' : '?')).join(''));
  });
}

suite('outline', () => {
  test('is what has a neighbour outside above, below, left or right; a diagonal one does not count', () => {
    const x = picture(
      '.......', //
      '.####..',
      '.#...#.',
      '.#...#.',
      '..####.',
      '.......',
    );
    assert.deepEqual(outlined(x), [
      '.......', //
      '.####..',
      '.#...#.',
      '.#...#.',
      '..####.',
      '.......',
    ]);
    x.dispose();
  });

  test('runs along the border of the picture, beyond which nothing is', () => {
    const x = picture('####', '####', '####', '####');
    assert.deepEqual(outlined(x), ['####', '#..#', '#..#', '####']);
    x.dispose();
  });

  test('takes a byte above the threshold as ink, and one that equals it as none', () => {
    const bytes = (...values: number[]) => tf.tensor4d(values.map((byte) => byte / 127.5 - 1), [1, 1, values.length, 1]); // prettier-ignore
    const x = bytes(0, 24, 25, 26, 200);
    assert.deepEqual(outlined(x), ['...##']);
    assert.deepEqual(outlined(x, 23), ['.####']);
    assert.deepEqual(outlined(x, 200), ['.....']);
    x.dispose();
  });

  test('of Fashion-MNIST is 10 to 15 % of the pixels, each picture by itself, and no tensor is left', () => {
    const x = data.toTensor(data.loadFashionMnist().test, { length: 200 });
    const before = tf.memory().numTensors;
    const all = data.outline(x);
    assert.equal(tf.memory().numTensors, before + 1);
    const share = tf.tidy(() => tf.mean(tf.div(tf.add(all, 1), 2)).dataSync()[0]!);
    assert.ok(share > 0.1 && share < 0.15, `${share}`);
    tf.tidy(() => {
      const alone = data.outline(tf.slice(x, [17], [1]));
      assert.deepEqual(tf.slice(all, [17], [1]).arraySync(), alone.arraySync());
    });
    tf.dispose([x, all]);
  });

  test('refuses what is no grey image and no byte', () => {
    const x = tf.zeros([2, 4, 4, 3]);
    assert.throws(() => data.outline(x), {
      name: 'RangeError',
      message: 'data.outline: images [batch, height, width, 1] are allowed, got [2, 4, 4, 3]',
    });
    const grey = tf.zeros([2, 4, 4, 1]);
    assert.throws(() => data.outline(grey, 256), /a threshold from 0 to 255 is allowed, got 256/);
    tf.dispose([x, grey]);
  });
});

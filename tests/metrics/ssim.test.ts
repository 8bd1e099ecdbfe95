import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { data, metrics, random } from 'gan-lib';
import { leavesNothing, near } from './samples.ts';

const { ssim, intraClassSsim } = metrics;
const mnist = data.loadMnist();
const digits = data.toTensor(mnist.test, { length: 40 });
const labels = mnist.test.labels.subarray(0, 40);
after(() => digits.dispose());

/** SSIM of two 28×28 images by its definition, in double precision. */
function bruteForce(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const window = Array.from({ length: 121 }, (_, i) =>
    Math.exp(-(((i % 11) - 5) ** 2 + (Math.floor(i / 11) - 5) ** 2) / (2 * 1.5 ** 2)),
  );
  const mass = metrics.mean(window) * 121;
  const values: number[] = [];
  for (let top = 0; top + 11 <= 28; top++) {
    for (let left = 0; left + 11 <= 28; left++) {
      const at = (i: number) => (top + Math.floor(i / 11)) * 28 + left + (i % 11);
      const mean = (of: (i: number) => number) => window.reduce((sum, w, i) => sum + w * of(at(i)), 0) / mass;
      const [x, y] = [(i: number) => (a[i]! + 1) / 2, (i: number) => (b[i]! + 1) / 2];
      const [mx, my] = [mean(x), mean(y)];
      const covariance = (p: typeof x, q: typeof x, mp: number, mq: number) =>
        mean((i) => (p(i) - mp) * (q(i) - mq));
      const [xx, yy, xy] = [covariance(x, x, mx, mx), covariance(y, y, my, my), covariance(x, y, mx, my)];
      const [c1, c2] = [0.01 ** 2, 0.03 ** 2];
      values.push(((2 * mx * my + c1) * (2 * xy + c2)) / ((mx ** 2 + my ** 2 + c1) * (xx + yy + c2)));
    }
  }
  return metrics.mean(values);
}

test('equals its definition on pixels in [0, 1], in double precision', () => {
  const reversed = tf.reverse(digits, 0);
  const rows = [digits, reversed].map((x) => x.reshape([40, 784]).arraySync() as number[][]);
  const expected = metrics.mean(rows[0]!.map((row, i) => bruteForce(row, rows[1]![i]!)));
  near(
    leavesNothing(() => ssim(digits, reversed)),
    expected,
    1e-4,
  );
  reversed.dispose();
});

test('1 for equal images, symmetric, in closed form for flat ones', () => {
  near(ssim(digits, digits), 1, 1e-5);
  const [grey, light] = [tf.fill([1, 11, 11, 1], 0), tf.fill([1, 11, 11, 1], 0.5)]; // 0.5 and 0.75 of white
  near(ssim(grey, light), (2 * 0.5 * 0.75 + 1e-4) / (0.5 ** 2 + 0.75 ** 2 + 1e-4), 1e-3);
  const shifted = tf.mul(digits, 0.7);
  near(ssim(digits, shifted), ssim(shifted, digits), 1e-6);
  tf.dispose([grey, light, shifted]);
});

test('within classes: 1 for copies, less for real digits; pairs are of different images', () => {
  const copies = tf.gather(digits, [0, 0, 0, 1, 1, 1]);
  const { mean, classes } = leavesNothing(() =>
    intraClassSsim(copies, [7, 7, 7, 2, 2, 2], 5, random.stream(1, 'pairs')),
  );
  near(mean, 1, 1e-5);
  assert.deepEqual(
    classes.map(({ label }) => label),
    [2, 7],
  );
  // With two images a class there is one pair, in either order.
  const two = tf.gather(digits, [0, 1]);
  const [a, b] = tf.split(two, 2);
  near(intraClassSsim(two, [3, 3], 8, random.stream(1, 'pairs')).mean, ssim(a!, b!), 1e-5);
  const many = data.toTensor(mnist.test, { length: 3000 });
  const real = intraClassSsim(many, mnist.test.labels.subarray(0, 3000), 300, random.stream(2, 'pairs'));
  near(real.mean, 0.245, 0.02);
  const ofAll = intraClassSsim(many, new Uint8Array(3000), 300, random.stream(2, 'pairs'));
  near(ofAll.mean, 0.11, 0.02);
  assert.equal(real.classes.length, 10);
  tf.dispose([copies, two, a, b, many]);
});

test('bad images, labels and pairs are refused in one line', () => {
  const small = tf.zeros([2, 10, 11, 1]);
  const stream = random.stream(1, 'pairs');
  leavesNothing(() => {
    assert.throws(
      () => ssim(small, small),
      /^RangeError: images: at least 11×11 pixels are needed, got 10×11$/,
    );
    assert.throws(() => ssim(digits, small), /^RangeError: reference: shape \[40, 28, 28, 1\] is needed/);
    assert.throws(
      () => intraClassSsim(digits, [1, 2], 5, stream),
      /^RangeError: images and labels: equal lengths/,
    );
    assert.throws(() => intraClassSsim(digits, labels, 0, stream), /^RangeError: pairs: a whole number ≥ 1/);
    const lonely = Array.from({ length: 40 }, (_, i) => Number(i === 0));
    assert.throws(
      () => intraClassSsim(digits, lonely, 5, stream),
      /^RangeError: class 1: at least 2 images are needed, got 1$/,
    );
  });
  small.dispose();
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { data, metrics } from 'gan-lib';
import { imagesOf, leavesNothing, near, normalRows } from './samples.ts';

const mnist = data.loadMnist();
const BLACK_TO_WHITE = [
  [-1, 0],
  [0, 1],
];

test('PSNR, worked out by hand: of the mean error and the mean of the images’ own', () => {
  // Errors 0.5 everywhere and 0.1 everywhere: MSE 0.25 and 0.01, and 0.13 in the mean.
  const images = tf.concat([tf.fill([1, 3, 3, 1], 0.5), tf.fill([1, 3, 3, 1], 0.1)]);
  const zeros = tf.zeros([2, 3, 3, 1]);
  const { ofMeanError, meanOfImages } = leavesNothing(() => metrics.psnr(images, zeros));
  near(ofMeanError, 10 * Math.log10(4 / 0.13), 1e-5);
  near(meanOfImages, (10 * Math.log10(16) + 10 * Math.log10(400)) / 2, 1e-5);
  assert.equal(metrics.psnr(images, images).ofMeanError, Infinity);
  tf.dispose([images, zeros]);
});

test('PSNR: a sample in place of the mean costs 3.01 dB', () => {
  const [mean, sample, truth] = [0, 1, 2].map((i) =>
    tf.tensor4d(i === 0 ? new Array(4000).fill(0) : normalRows(4000, 1, i).flat(), [1, 4000, 1, 1]),
  );
  const drop = metrics.psnr(mean!, truth!).ofMeanError - metrics.psnr(sample!, truth!).ofMeanError;
  near(drop, 10 * Math.log10(2), 0.15);
  tf.dispose([mean, sample, truth]);
});

test('sharpness, worked out by hand; blurring real digits lowers it, noise raises it', () => {
  const step = imagesOf(BLACK_TO_WHITE); // all four differences are 1
  near(
    leavesNothing(() => metrics.sharpness(step)),
    2,
    1e-6,
  );
  const stripes = imagesOf([
    [-1, 1, -1],
    [-1, 1, -1],
  ]);
  near(metrics.sharpness(stripes), 4, 1e-6);
  const digits = data.toTensor(mnist.test, { length: 500 });
  const blurred = tf.avgPool(digits, 3, 1, 'same');
  const noise = tf.tensor4d(normalRows(500, 784, 1).flat(), [500, 28, 28, 1]);
  const noisy = tf.add(digits, tf.mul(noise, 0.3));
  const [real, soft, rough] = [digits, blurred, noisy].map(metrics.sharpness);
  near(real!, 0.3, 0.03);
  assert.ok(soft! < 0.4 * real!, `${soft} of ${real}`);
  near(rough! - real!, 4 * 0.09, 0.01); // the difference of two independent pixels has twice the variance
  tf.dispose([step, stripes, digits, blurred, noise, noisy]);
});

test('gradient ratio, worked out by hand; only the mask counts', () => {
  const ramp = imagesOf([
    [0, 0.3, 0.6],
    [0.4, 0.7, 1],
    [0.8, 0, 0],
  ]); // dx 0.3 and dy 0.4 in the upper left, a gradient of 0.5
  const half = tf.mul(ramp, 0.5);
  const [upper, all] = [
    imagesOf([
      [1, 0, 0],
      [0, 0, 0],
      [0, 0, 1],
    ]),
    tf.onesLike(ramp),
  ];
  near(
    leavesNothing(() => metrics.gradientRatio(half, ramp, all)),
    0.5,
    1e-6,
  );
  const flat = tf.zerosLike(ramp);
  const tilted = imagesOf([
    [0, 0, 5],
    [0.25, 9, 9],
    [5, 5, 5],
  ]);
  near(metrics.gradientRatio(tilted, ramp, upper), 0.5, 1e-6);
  assert.equal(metrics.gradientRatio(flat, ramp, all), 0);
  assert.throws(() => metrics.gradientRatio(ramp, flat, all), /^RangeError: reference: pixels that differ/);
  tf.dispose([ramp, half, upper, all, flat, tilted]);
});

test('histogram intersection, worked out by hand', () => {
  const a = imagesOf([[-1, -1, 0.9, 0.9]]);
  const b = imagesOf([[-1, 0.1, 0.9, 1]]);
  const all = tf.onesLike(a);
  const first = imagesOf([[1, 0, 0, 0]]);
  // In two bins a has ½, ½ and b ¼, ¾; in four a has ½, 0, 0, ½ and b ¼, 0, ¼, ½.
  near(
    leavesNothing(() => metrics.histogramIntersection(a, b, all, { bins: 2 })),
    0.75,
    1e-12,
  );
  near(metrics.histogramIntersection(a, b, all, { bins: 4 }), 0.75, 1e-12);
  near(metrics.histogramIntersection(a, b, first), 1, 1e-12);
  near(metrics.histogramIntersection(a, tf.neg(a), first), 0, 1e-12);
  tf.dispose([a, b, all, first]);
});

test('outline IoU forgives one pixel and no more, worked out by hand', () => {
  const dot = (row: number, column: number) =>
    Array.from({ length: 6 }, (_, r) =>
      Array.from({ length: 6 }, (_, c) => (r === row && c === column ? 1 : -1)),
    );
  const at = (...places: [number, number][]) => imagesOf(...places.map((place) => dot(...place)));
  const origin = at([2, 2], [2, 2], [2, 2]);
  const moved = at([3, 3], [2, 4], [2, 2]);
  near(
    leavesNothing(() => metrics.outlineIoU(moved, origin)),
    2 / 3,
    1e-6,
  );
  // A line of three whose neighbour is a line of one at its end: hits 2 and 1 of 4.
  const line = imagesOf([[1, 1, 1, -1, -1]]);
  const end = imagesOf([[1, -1, -1, -1, -1]]);
  near(metrics.outlineIoU(line, end), 3 / 4, 1e-6);
  const nothing = tf.mul(tf.onesLike(line), -1);
  assert.equal(metrics.outlineIoU(nothing, line), 0);
  assert.equal(metrics.outlineIoU(nothing, nothing), 1);
  tf.dispose([origin, moved, line, end, nothing]);
});

test('low-resolution error, worked out by hand', () => {
  const large = imagesOf([
    [0, 1, -1, -1],
    [1, 0, -1, -1],
  ]);
  const small = imagesOf([[0.5, -0.6]]);
  near(
    leavesNothing(() => metrics.lowResolutionError(large, small)),
    Math.sqrt(0.16 / 2),
    1e-6,
  );
  const shrunk = tf.avgPool(large, 2, 2, 'valid');
  assert.equal(metrics.lowResolutionError(large, shrunk), 0);
  tf.dispose([large, small, shrunk]);
});

test('agreement: the share of equal labels', () => {
  assert.equal(metrics.agreement([1, 2, 3, 3], [1, 2, 3, 4]), 0.75);
  assert.equal(metrics.agreement(Int32Array.of(1, 2), Uint8Array.of(2, 1)), 0);
  assert.throws(() => metrics.agreement([1], [1, 2]), /^RangeError: predicted and asked: equal lengths/);
  assert.throws(
    () => metrics.agreement([], []),
    /^RangeError: predicted: at least 1 label is needed, got 0$/,
  );
});

test('bad images are refused in one line', () => {
  const good = tf.zeros([2, 4, 4, 1]);
  const [other, flat, films, bad] = [
    tf.zeros([2, 4, 5, 1]),
    tf.zeros([2, 16]),
    tf.zeros([2, 4, 4, 3]),
    tf.fill([2, 4, 4, 1], NaN),
  ];
  const pairs: [string, (a: tf.Tensor, b: tf.Tensor) => unknown][] = [
    ['images', metrics.psnr],
    ['images', (a, b) => metrics.gradientRatio(a, b, good)],
    ['images', (a, b) => metrics.histogramIntersection(a, b, good)],
    ['outlines', metrics.outlineIoU],
  ];
  for (const [what, metric] of pairs) {
    const refused = (message: string) => new RegExp(`^RangeError: ${message}$`);
    leavesNothing(() => {
      assert.throws(
        () => metric(good, other),
        refused('reference: shape \\[2, 4, 4, 1\\] is needed, got .*'),
      );
      assert.throws(
        () => metric(flat, flat),
        refused(`${what}: shape \\[n, height, width, 1\\] .* got \\[2, 16\\]`),
      );
      assert.throws(() => metric(films, films), refused(`${what}: shape .* got \\[2, 4, 4, 3\\]`));
      assert.throws(
        () => metric(bad, good),
        refused(`${what}: finite numbers are allowed, got NaN or infinity`),
      );
    });
  }
  assert.throws(() => metrics.gradientRatio(good, good, other), /^RangeError: mask: shape \[2, 4, 4, 1\]/);
  assert.throws(
    () => metrics.histogramIntersection(good, good, good),
    /^RangeError: mask: a pixel that counts is needed, got none$/,
  );
  const thin = tf.zeros([1, 1, 4, 1]);
  assert.throws(
    () => metrics.sharpness(thin),
    /^RangeError: images: at least 2×2 pixels are needed, got 1×4$/,
  );
  assert.throws(() => metrics.sharpness(bad), /^RangeError: images: finite numbers/);
  assert.throws(() => metrics.lowResolutionError(good, other), /^RangeError: images: as many as small ones/);
  tf.dispose([good, other, flat, films, bad, thin]);
});

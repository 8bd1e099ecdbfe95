import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { data, metrics } from 'gan-lib';
import { imagesOf, leavesNothing, near } from './samples.ts';

const SIZE = 28;

/** An image that is white where `inside` says so; x to the right, y upwards, from the middle. */
const drawing = (inside: (x: number, y: number) => boolean): number[][] =>
  Array.from({ length: SIZE }, (_, row) =>
    Array.from({ length: SIZE }, (_, column) => (inside(column - 13.5, 13.5 - row) ? 1 : -1)),
  );

/** A bar of 20×4 pixels, turned counterclockwise. */
const bar = (angle: number) =>
  drawing((x, y) => {
    const along = x * Math.cos(angle) + y * Math.sin(angle);
    const across = y * Math.cos(angle) - x * Math.sin(angle);
    return Math.abs(along) <= 10 && Math.abs(across) <= 2;
  });

test('slant and ink, worked out by hand: a line that moves one column for every two rows', () => {
  const line = imagesOf(drawing((x, y) => Math.abs(x - Math.floor(y / 2) - 0.5) < 0.6 && Math.abs(y) < 10));
  const upright = imagesOf(drawing((x) => Math.abs(x) < 1));
  const { slant, ink } = leavesNothing(() => metrics.slantAndInk(line))[0]!;
  near(slant, 0.5, 0.01);
  near(ink, 20 / 784, 1e-5);
  near(metrics.slantAndInk(upright)[0]!.slant, 0, 1e-9);
  near(metrics.slantAndInk(upright)[0]!.ink, 2 / 28, 1e-5);
  tf.dispose([line, upright]);
});

test('slant and ink of real digits, by the definition in other words', () => {
  const images = data.toTensor(data.loadMnist().test, { length: 20 });
  const rows = images.reshape([20, 784]).arraySync() as number[][];
  const measured = metrics.slantAndInk(images);
  for (const [i, pixels] of rows.entries()) {
    const weights = pixels.map((value) => (value + 1) / 2 + 1e-6);
    const mass = metrics.mean(weights) * 784;
    const mean = (of: (k: number) => number) => weights.reduce((sum, w, k) => sum + w * of(k), 0) / mass;
    const [x, y] = [(k: number) => k % 28, (k: number) => 27 - Math.floor(k / 28)];
    const [mx, my] = [mean(x), mean(y)];
    const slant = mean((k) => (x(k) - mx) * (y(k) - my)) / mean((k) => (y(k) - my) ** 2);
    near(measured[i]!.slant, slant, 1e-6);
    near(measured[i]!.ink, metrics.mean(weights), 1e-6);
  }
  images.dispose();
});

test('the principal axis of a bar is its angle, counterclockwise', () => {
  const angles = [-1.2, -0.5, 0, 0.3, 0.7, 1.3];
  const images = imagesOf(...angles.map(bar));
  const found = leavesNothing(() => metrics.principalAngle(images));
  for (const [i, angle] of angles.entries()) near(found[i]!, angle, 0.03);
  images.dispose();
});

test('of the two directions of an axis that nearer to the base', () => {
  const images = imagesOf(bar(1.8), bar(-0.3));
  const [turned, level] = metrics.principalAngle(images, Math.PI / 2);
  near(turned!, 1.8, 0.03);
  near(level!, Math.PI - 0.3, 0.03);
  near(metrics.principalAngle(images)[0]!, 1.8 - Math.PI, 0.03);
  images.dispose();
});

test('grey counts from −0.8 on; no axis in a square, a dot or an empty image', () => {
  const faint = tf.sub(tf.mul(tf.add(imagesOf(bar(0.7)), 1), 0.15), 1); // −0.7 on −1
  near(metrics.principalAngle(faint)[0]!, 0.7, 0.03);
  const without = imagesOf(
    drawing((x, y) => Math.max(Math.abs(x), Math.abs(y)) < 4),
    drawing((x, y) => x === 0.5 && y === 0.5),
    drawing(() => false),
  );
  assert.deepEqual(metrics.principalAngle(without), [NaN, NaN, NaN]);
  tf.dispose([faint, without]);
});

test('bad images and angles are refused in one line', () => {
  const flat = tf.zeros([2, 784]);
  leavesNothing(() => {
    for (const metric of [metrics.slantAndInk, (x: tf.Tensor) => metrics.principalAngle(x)])
      assert.throws(
        () => metric(flat),
        /^RangeError: images: shape \[n, height, width, 1\] is needed, got \[2, 784\]$/,
      );
    assert.throws(
      () => metrics.principalAngle(flat, NaN),
      /^RangeError: base: a finite angle is allowed, got NaN$/,
    );
  });
  flat.dispose();
});

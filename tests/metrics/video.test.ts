import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { metrics } from 'gan-lib';
import { imagesOf, leavesNothing, near, normalRows } from './samples.ts';

/** A film `[1, size, size, frames]` out of what a pixel shows at a time. */
function film(
  size: number,
  frames: number,
  at: (row: number, column: number, t: number) => number,
): tf.Tensor4D {
  const times = Array.from({ length: frames }, (_, t) => t);
  const places = Array.from({ length: size }, (_, i) => i);
  return tf.tensor4d([places.map((row) => places.map((column) => times.map((t) => at(row, column, t))))]);
}

/** A 3×3 square on a scene that brightens to the right, which moves by (across, down) pixels a frame. */
const moving = (across: number, down: number) =>
  film(20, 6, (row, column, t) =>
    Math.abs(row - 5 - down * t) <= 1 && Math.abs(column - 5 - across * t) <= 1 ? 1 : -0.9 + 0.02 * column,
  );

test('flicker, worked out by hand: only the pixels that move least count', () => {
  // Of five pixels one stands still, two flicker by ±0.1 and two by ±1.
  const flicker = [0, 0.1, 0.1, 1, 1];
  const films = tf.tensor4d([[flicker.map((size) => [size, -size, size, -size])]]);
  near(
    leavesNothing(() => metrics.temporalStd(films)),
    0.2 / 3,
    1e-6,
  );
  near(metrics.temporalStd(films, { share: 1 }), 2.2 / 5, 1e-6);
  assert.equal(metrics.temporalStd(films, { share: 0.2 }), 0);
  films.dispose();
});

test('flicker: 0 behind something that moves, the noise where there is noise', () => {
  const still = moving(2, 1);
  assert.equal(metrics.temporalStd(still), 0);
  assert.ok(metrics.temporalStd(still, { share: 1 }) > 0.05);
  const noise = tf.tensor4d(normalRows(1, 20 * 20 * 6, 1).flat(), [1, 20, 20, 6]);
  const noisy = tf.add(still, tf.mul(noise, 0.1));
  const found = metrics.temporalStd(noisy);
  assert.ok(found > 0.05 && found < 0.1, `${found}`); // the 60 % of least range have less than 0.1
  tf.dispose([still, noise, noisy]);
});

test('mask IoU, worked out by hand', () => {
  const background = imagesOf([[0, 0.5, -0.5]]);
  const films = tf.tensor4d([
    [
      [
        [0, 0.3],
        [0.5, 0.6],
        [0, -0.5],
      ],
    ],
  ]); // moved by 0, 0.3; 0, 0.1; 0.5, 0: two of six above 0.2
  const masks = tf.tensor4d([
    [
      [
        [0.1, 0.9],
        [0.6, 0.7],
        [0.2, 0.3],
      ],
    ],
  ]); // three above ½, one of them moved
  near(
    leavesNothing(() => metrics.maskIoU(masks, films, background)),
    1 / 4,
    1e-12,
  );
  near(metrics.maskIoU(masks, films, background, { threshold: 0.05 }), 2 / 4, 1e-6);
  const [nothing, scene] = [tf.zerosLike(masks), tf.tile(background, [1, 1, 1, 2])];
  assert.equal(metrics.maskIoU(nothing, films, background), 0);
  assert.equal(metrics.maskIoU(nothing, scene, background), 1);
  tf.dispose([background, films, masks, nothing, scene]);
});

test('average content distance, worked out by hand, of arrays and tensors', () => {
  const films = [
    [
      [0, 0],
      [3, 4],
      [0, 0],
    ], // distances 5, 0, 5
    [
      [1, 1],
      [1, 1],
      [1, 1],
    ],
  ];
  near(metrics.averageContentDistance(films), 10 / 3 / 2, 1e-12);
  const features = tf.tensor3d(films);
  near(
    leavesNothing(() => metrics.averageContentDistance(features)),
    10 / 3 / 2,
    1e-6,
  );
  features.dispose();
});

test('commitment: the mean of two futures has none, one of them all, and what lies between |2p − 1|', () => {
  const background = imagesOf([[-0.9, -0.5, -0.5, 0]]);
  const up = imagesOf([[1, 1, -0.5, 0]]);
  const down = imagesOf([[-0.9, -0.5, 0.8, 1]]);
  const mixed = (p: number) => tf.add(tf.mul(up, p), tf.mul(down, 1 - p));
  for (const p of [0, 0.2, 0.5, 0.8, 1]) {
    const prediction = mixed(p);
    const found = leavesNothing(() => metrics.commitment(prediction, [up, down], background));
    near(found.commitment, Math.abs(2 * p - 1), 1e-6);
    near(found.brightness[0], p, 1e-6);
    near(found.brightness[1], 1 - p, 1e-6);
    prediction.dispose();
  }
  // Nothing drawn, or only what is darker than the scene: not committed.
  assert.deepEqual(metrics.commitment(background, [up, down], background), {
    commitment: 0,
    brightness: [0, 0],
  });
  tf.dispose([background, up, down]);
});

test('mean speed: that of the square, whatever the scene; 0 if nothing moves', () => {
  const [across, still] = [moving(2, 0), moving(0, 0)];
  near(
    leavesNothing(() => metrics.meanSpeed(across)),
    2,
    0.05,
  );
  near(metrics.meanSpeed(still), 0, 1e-9);
  const both = tf.concat([across, still]);
  near(metrics.meanSpeed(both), metrics.meanSpeed(across) / 2, 1e-6);
  // A point never stands twice on one pixel: exact.
  const point = film(20, 5, (row, column, t) => (row === 4 * t && column === 3 * t ? 1 : -1));
  near(metrics.meanSpeed(point), 5, 1e-5);
  tf.dispose([across, still, both, point]);
});

test('bad films, features and options are refused in one line', () => {
  const films = tf.zeros([1, 4, 4, 3]);
  const background = tf.zeros([1, 4, 4, 1]);
  const { temporalStd, maskIoU, averageContentDistance, commitment, meanSpeed } = metrics;
  leavesNothing(() => {
    for (const metric of [(x: tf.Tensor) => temporalStd(x), meanSpeed])
      assert.throws(
        () => metric(background),
        /^RangeError: films: shape \[n, height, width, 2 or more\] is needed/,
      );
    assert.throws(
      () => temporalStd(films, { share: 0 }),
      /^RangeError: share: a number above 0 and up to 1 .* got 0$/,
    );
    assert.throws(
      () => maskIoU(background, films, background),
      /^RangeError: masks: shape \[1, 4, 4, 3\] is needed/,
    );
    assert.throws(
      () => maskIoU(films, films, films),
      /^RangeError: background: shape \[n, height, width, 1\]/,
    );
    assert.throws(
      () => averageContentDistance([]),
      /^RangeError: features: at least 1 film is needed, got 0$/,
    );
    assert.throws(
      () => averageContentDistance([[[1]]]),
      /^RangeError: film 0: at least 2 samples are needed, got 1$/,
    );
    assert.throws(
      () => commitment(background, [background, background], background),
      /^RangeError: image 0: futures that differ from the background are needed$/,
    );
    assert.throws(
      () => commitment(background, [films, background], background),
      /^RangeError: first future: shape \[n, height, width, 1\]/,
    );
  });
  tf.dispose([films, background]);
});

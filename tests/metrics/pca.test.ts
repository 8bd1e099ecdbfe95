import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { data, metrics } from 'gan-lib';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { leavesNothing, near, normalRows } from './samples.ts';

test('samples on a line: its direction, its variance, and nothing else', () => {
  const places = [-2, -1, 0, 1, 2]; // variance 2.5
  const line = tf.tensor2d(places.map((t) => [5 + 3 * t, 4 * t, 1]));
  const pca = leavesNothing(() => metrics.pca(line, 1));
  near(pca.variances[0]!, 2.5 * 25, 1e-4);
  near(pca.explained, 1, 1e-6);
  const coordinates = pca.project(line);
  const found = coordinates.dataSync();
  const sign = Math.sign(found[4]!);
  for (const [i, t] of places.entries()) near(found[i]!, sign * 5 * t, 1e-4);
  const back = pca.reconstruct(coordinates);
  for (const [i, value] of back.dataSync().entries()) near(value, line.dataSync()[i]!, 1e-4);
  tf.dispose([line, coordinates, back]);
});

test('equals the eigenvalues of the whole covariance matrix, close ones among them', () => {
  const deviations = Array.from({ length: 60 }, (_, i) => 1 / (1 + i / 20));
  const samples = tf.tensor2d(normalRows(2000, 60, 1).map((row) => row.map((x, k) => x * deviations[k]!)));
  const { covariance } = metrics.featureStatistics(samples);
  const matrix = new Matrix(covariance.map((row) => [...row]));
  const all = new EigenvalueDecomposition(matrix, { assumeSymmetric: true }).realEigenvalues.reverse();
  const pca = metrics.pca(samples, 12);
  for (const [i, variance] of pca.variances.entries()) near(variance, all[i]!, 1e-4);
  near(pca.explained, metrics.mean(all.slice(0, 12)) / metrics.mean(all) / 5, 1e-5);
  // What is lost is the variance along the components that were left out.
  const back = pca.reconstruct(pca.project(samples));
  const lost = tf.sum(tf.squaredDifference(back, samples)).dataSync()[0]! / 1999;
  near(lost, metrics.mean(all.slice(12)) * 48, 1e-2);
  tf.dispose([samples, back]);
});

test('images: as many components as pixels give them back; 32 leave the error that is known', () => {
  const tiny = tf.tensor4d(normalRows(40, 6, 2).flat(), [40, 2, 3, 1]);
  const whole = metrics.pca(tiny, 6);
  const same = tf.tidy(() => whole.reconstruct(whole.project(tiny)));
  assert.deepEqual(same.shape, [40, 2, 3, 1]);
  assert.ok(metrics.psnr(same, tiny).ofMeanError > 100);
  const mnist = data.loadMnist();
  const [train, test] = [
    data.toTensor(mnist.train, { length: 5000 }),
    data.toTensor(mnist.test, { length: 1000 }),
  ];
  const pca = leavesNothing(() => metrics.pca(train, 32));
  const back = tf.tidy(() => pca.reconstruct(pca.project(test)));
  near(4 / 10 ** (metrics.psnr(back, test).ofMeanError / 10), 0.07, 0.002);
  tf.dispose([tiny, same, train, test, back]);
});

test('fewer samples than numbers a sample; samples that are all alike', () => {
  const few = tf.tensor2d(normalRows(4, 50, 3));
  near(metrics.pca(few, 3).explained, 1, 1e-5);
  const alike = tf.ones([5, 3]);
  assert.deepEqual(metrics.pca(alike, 2).variances, [0, 0]);
  tf.dispose([few, alike]);
});

test('bad samples and counts are refused in one line', () => {
  const samples = tf.tensor2d(normalRows(5, 3, 4));
  const pca = metrics.pca(samples, 2);
  const bad = tf.tensor2d([[NaN], [1], [2]]);
  leavesNothing(() => {
    for (const k of [0, 4, 1.5])
      assert.throws(
        () => metrics.pca(samples, k),
        new RegExp(`^RangeError: k: a whole number from 1 to 3 .* ${k}$`),
      );
    assert.throws(() => metrics.pca(bad, 1), /^RangeError: samples: finite numbers/);
    assert.throws(() => pca.project(bad), /finite numbers/);
    assert.throws(
      () => pca.reconstruct(samples),
      /^RangeError: coordinates: 2 numbers a sample are needed, got 3$/,
    );
  });
  tf.dispose([samples, bad]);
});

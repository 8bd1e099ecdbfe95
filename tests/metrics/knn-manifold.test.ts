import assert from 'node:assert/strict';
import { test } from 'node:test';
import { metrics } from 'gan-lib';
import * as tf from '@tensorflow/tfjs-core';
import { near, normalRows } from './samples.ts';

/** Two clusters of four points on a line, one unit apart. */
const CLUSTER = [[0], [1], [2], [3]];
const REAL = [...CLUSTER, [100], [101], [102], [103]];

test('radii reach to the k-th nearest neighbour', () => {
  const points = [
    [0, 0],
    [3, 4],
    [0, 1],
    [6, 8],
  ];
  near(metrics.knnManifold(points, 1).squaredRadii[0]!, 1, 1e-5);
  near(metrics.knnManifold(points, 2).squaredRadii[0]!, 25, 1e-4);
  near(metrics.knnManifold(points, 3).squaredRadii[0]!, 100, 1e-4);
});

test('identical sets: precision, recall and coverage 1', () => {
  const rows = normalRows(300, 5, 1);
  const real = metrics.knnManifold(rows, 3);
  assert.deepEqual(metrics.precisionRecall(real, rows), { precision: 1, recall: 1 });
  assert.equal(metrics.densityCoverage(real, rows).coverage, 1);
});

test('a dropped cluster halves recall and coverage, not precision', () => {
  const real = metrics.knnManifold(REAL, 1);
  assert.deepEqual(metrics.precisionRecall(real, CLUSTER), { precision: 1, recall: 0.5 });
  // Balls of radius 1 around 0, 1, 2, 3 hold 2, 3, 3, 2 of the points.
  assert.deepEqual(metrics.densityCoverage(real, CLUSTER), { density: 2.5, coverage: 0.5 });
});

test('samples far from the real ones: everything 0', () => {
  const real = metrics.knnManifold(REAL, 2);
  const far = [[50], [50.1], [50.2]];
  assert.deepEqual(metrics.precisionRecall(real, far), { precision: 0, recall: 0 });
  assert.deepEqual(metrics.densityCoverage(real, far), { density: 0, coverage: 0 });
});

test('collapse on one real sample: precision 1, nearly no variety', () => {
  const real = metrics.knnManifold(normalRows(200, 4, 2), 3);
  const one = Array.from(real.centres.subarray(0, 4));
  const collapsed = Array.from({ length: 200 }, (_, i) => one.map((x) => x + i * 1e-4));
  const { precision, recall } = metrics.precisionRecall(real, collapsed);
  assert.equal(precision, 1);
  assert.ok(recall <= 0.02, `recall ${recall}`);
  assert.ok(metrics.densityCoverage(real, collapsed).coverage < 0.2);
});

test('one outlier inflates recall but not coverage', () => {
  const real = metrics.knnManifold(REAL, 1);
  const withOutlier = [...CLUSTER, [200]];
  assert.equal(metrics.precisionRecall(real, withOutlier).recall, 1);
  assert.equal(metrics.densityCoverage(real, withOutlier).coverage, 0.5);
});

test('two draws of one distribution: density near 1, coverage near its closed form', () => {
  const real = metrics.knnManifold(normalRows(1500, 8, 3), 5);
  const { density, coverage } = metrics.densityCoverage(real, normalRows(1500, 8, 4));
  near(density, 1, 0.1);
  near(coverage, metrics.expectedCoverage(1500, 1500, 5), 0.03);
  near(metrics.expectedCoverage(1500, 1500, 5), 1 - 2 ** -5, 0.001);
});

test('more samples than are compared at a time, as tensor or rows: the same', () => {
  const rows = normalRows(1203, 3, 5);
  const generated = normalRows(1101, 3, 6);
  const tensors = [rows, generated].map((each) => tf.tensor2d(each));
  const before = tf.memory().numTensors;
  const fromRows = metrics.precisionRecall(metrics.knnManifold(rows, 3), generated);
  const fromTensors = metrics.precisionRecall(metrics.knnManifold(tensors[0]!, 3), tensors[1]!);
  assert.equal(tf.memory().numTensors, before);
  assert.deepEqual(fromRows, fromTensors);
  // Brute force, in double precision.
  const distance = (a: number[], b: number[]) => Math.hypot(...a.map((x, k) => x - b[k]!));
  const radii = rows.map((a) => rows.map((b) => distance(a, b)).sort((p, q) => p - q)[3]!);
  const held = generated.filter((g) => rows.some((r, i) => distance(g, r) <= radii[i]!)).length;
  near(fromRows.precision, held / generated.length, 2 / generated.length);
  tf.dispose(tensors);
});

test('bad samples are refused in one line', () => {
  assert.throws(() => metrics.knnManifold([[1], [2]], 2), /samples: at least 3 samples are needed, got 2/);
  assert.throws(() => metrics.knnManifold([[1], [2]], 0), /k: a whole number ≥ 1 is allowed, got 0/);
  const real = metrics.knnManifold(REAL, 1);
  assert.throws(() => metrics.densityCoverage(real, [[1, 2]]), /1 numbers a sample are needed, got 2/);
  assert.throws(() => metrics.densityCoverage(real, [[Infinity]]), /finite numbers/);
  assert.throws(
    () => metrics.densityCoverage(real, tf.zeros([2, 2, 2])),
    /shape \[n, d\] is needed, got \[2, 2, 2\]/,
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { metrics, random } from 'gan-lib';
import { near, normalRows, processorSeconds } from './samples.ts';

const statistics = (mean: number[], covariance: number[][]) => ({ count: 1000, mean, covariance });
const diagonal = (variances: number[]) => variances.map((v, i) => variances.map((_, j) => (i === j ? v : 0)));

test('statistics of three points, worked out by hand', () => {
  const { count, mean, covariance } = metrics.featureStatistics([
    [0, 0],
    [2, 0],
    [1, 3],
  ]);
  assert.deepEqual({ count, mean }, { count: 3, mean: [1, 1] });
  assert.deepEqual(covariance, [
    [1, 0],
    [0, 3],
  ]);
});

test('identical sets are at distance 0', () => {
  const set = metrics.featureStatistics(normalRows(200, 8, 1));
  near(metrics.frechetDistance(set, set), 0, 1e-6);
});

test('Gaussians with diagonal covariances: |shift|² + Σ (σ₁ − σ₂)²', () => {
  const a = statistics([0, 0, 0], diagonal([1, 4, 9]));
  const b = statistics([3, 0, -4], diagonal([4, 4, 1]));
  near(metrics.frechetDistance(a, b), 25 + (1 + 0 + 4), 1e-9);
});

test('Gaussians with covariances that do not commute: closed form in two dimensions', () => {
  const [s, t] = [
    [
      [2, 0.5],
      [0.5, 1],
    ],
    [
      [1, -0.8],
      [-0.8, 3],
    ],
  ] as const;
  // In two dimensions (tr √(ST))² = tr(ST) + 2 √(det S det T).
  const traceOfProduct = 2 * 1 + 2 * 0.5 * -0.8 + 1 * 3;
  const determinants = (2 * 1 - 0.25) * (1 * 3 - 0.64);
  const expected = 3 + 4 - 2 * Math.sqrt(traceOfProduct + 2 * Math.sqrt(determinants));
  const [a, b] = [s, t].map((covariance) => ({ count: 10, mean: [0, 0], covariance }));
  near(metrics.frechetDistance(a!, b!), expected, 1e-9);
  near(metrics.frechetDistance(b!, a!), expected, 1e-9);
});

test('a shifted and stretched copy: |shift|² + (scale − 1)² tr Σ', () => {
  const rows = normalRows(500, 16, 2);
  const set = metrics.featureStatistics(rows);
  const trace = set.covariance.reduce((sum, row, i) => sum + row[i]!, 0);
  const shifted = metrics.featureStatistics(rows.map((row) => row.map((x) => x + 0.5)));
  near(metrics.frechetDistance(set, shifted), 16 * 0.25, 1e-4);
  const mean = set.mean;
  const stretched = metrics.featureStatistics(
    rows.map((row) => row.map((x, i) => mean[i]! + 3 * (x - mean[i]!))),
  );
  near(metrics.frechetDistance(set, stretched), 4 * trace, 1e-3);
});

test('a singular covariance has a square root too', () => {
  const flat = statistics([0, 0], diagonal([1, 0]));
  near(metrics.frechetDistance(flat, statistics([0, 0], diagonal([0, 1]))), 2, 1e-9);
});

test('5,000 × 64 features: well under a second', () => {
  const noise = random.stream(3, 'features').fillNormal(new Float32Array(5000 * 64));
  const rows = Array.from({ length: 5000 }, (_, i) => noise.subarray(i * 64, (i + 1) * 64));
  const seconds = processorSeconds(() => {
    const set = metrics.featureStatistics(rows);
    metrics.frechetDistance(set, metrics.featureStatistics(rows.slice(0, 4000)));
  });
  assert.ok(seconds < 1, `${seconds} s`);
});

test('bad features are refused in one line', () => {
  assert.throws(
    () => metrics.featureStatistics([]),
    /^RangeError: features: at least 2 samples are needed, got 0$/,
  );
  assert.throws(
    () => metrics.featureStatistics(normalRows(8, 8, 1)),
    /more samples than features .* got 8 of 8/,
  );
  assert.throws(() => metrics.featureStatistics([[1], [NaN], [2]]), /features, row 1: finite numbers/);
  assert.throws(() => metrics.featureStatistics([[1, 2], [3], [4, 5]]), /row 1 has 1, row 0 has 2/);
  assert.throws(
    () => metrics.frechetDistance(statistics([0], [[1]]), statistics([0, 0], diagonal([1, 1]))),
    /equal numbers of features are needed, got 1 and 2/,
  );
});

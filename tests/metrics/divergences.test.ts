import assert from 'node:assert/strict';
import { test } from 'node:test';
import { metrics } from 'gan-lib';
import { near } from './samples.ts';

const { klDivergence, jensenShannon, totalVariation, klFromUniform, histogram } = metrics;

test('equal distributions, as probabilities or counts: 0', () => {
  for (const divergence of [klDivergence, jensenShannon, totalVariation]) {
    near(divergence([0.2, 0.8], [1, 4]), 0, 1e-12);
  }
});

test('distributions that nowhere overlap: KL ∞, JS log 2, total variation 1', () => {
  const [p, q] = [
    [1, 2, 0, 0],
    [0, 0, 5, 5],
  ] as const;
  assert.equal(klDivergence(p, q), Infinity);
  near(jensenShannon(p, q), Math.LN2, 1e-12);
  near(totalVariation(p, q), 1, 1e-12);
});

test('two coins, worked out by hand', () => {
  near(klDivergence([0.5, 0.5], [0.25, 0.75]), 0.5 * Math.log(2) + 0.5 * Math.log(2 / 3), 1e-12);
  near(totalVariation([0.5, 0.5], [0.25, 0.75]), 0.25, 1e-12);
  // m = (3/8, 5/8).
  const js =
    (0.5 * Math.log(4 / 3) + 0.5 * Math.log(4 / 5) + 0.25 * Math.log(2 / 3) + 0.75 * Math.log(6 / 5)) / 2;
  near(jensenShannon([0.5, 0.5], [0.25, 0.75]), js, 1e-12);
});

test('KL of densities on a fine grid: two Gaussians in closed form', () => {
  const xs = Array.from({ length: 4001 }, (_, i) => -20 + i * 0.01);
  const gaussian = (mean: number, sigma: number) =>
    xs.map((x) => Math.exp(-((x - mean) ** 2) / (2 * sigma ** 2)));
  const expected = Math.log(2) + (1 + 1) / (2 * 4) - 0.5;
  near(klDivergence(gaussian(0, 1), gaussian(1, 2)), expected, 1e-6);
});

test('KL from uniform: 0 for equal shares, log n for one class', () => {
  near(klFromUniform([3, 3, 3]), 0, 1e-12);
  near(klFromUniform([0, 9, 0]), Math.log(3), 1e-12);
});

test('parallel lines (Arjovsky et al. 2017, example 1): JS stays log 2 at every distance but 0', () => {
  const line = (x: number) => Array.from({ length: 50 }, (_, i) => [x, i / 50]);
  const axes = [
    { low: -1, high: 1, bins: 21 },
    { low: 0, high: 1, bins: 5 },
  ];
  const counts = (x: number) => histogram(line(x), axes);
  for (const theta of [-1, -0.5, 0.5, 1]) {
    near(jensenShannon(counts(0), counts(theta)), Math.LN2, 1e-12);
    near(totalVariation(counts(0), counts(theta)), 1, 1e-12);
    near(metrics.wasserstein1(line(0), line(theta)), Math.abs(theta), 1e-12);
  }
  near(jensenShannon(counts(0), counts(0)), 0, 1e-12);
});

test('a histogram counts every sample once, those beyond the grid at its edge', () => {
  const samples = [[-9], [0], [0.49], [0.5], [1], [7]];
  assert.deepEqual([...histogram(samples, [{ low: 0, high: 1, bins: 2 }])], [3, 3]);
  const plane = histogram(
    [
      [0.1, 0.9],
      [0.9, 0.1],
      [0.9, 0.2],
    ],
    [
      { low: 0, high: 1, bins: 2 },
      { low: 0, high: 1, bins: 3 },
    ],
  );
  assert.deepEqual([...plane], [0, 0, 1, 2, 0, 0]);
  const turned = histogram(
    [
      [0.9, 0.1],
      [0.1, 0.9],
      [0.2, 0.9],
    ],
    [
      { low: 0, high: 1, bins: 3 },
      { low: 0, high: 1, bins: 2 },
    ],
  );
  assert.deepEqual([...turned], [0, 2, 0, 0, 1, 0]);
});

test('bad input is refused in one line', () => {
  assert.throws(() => klDivergence([1], [1, 2]), /distributions: equal lengths are needed, got 1 and 2/);
  assert.throws(() => klDivergence([0, 0], [1, 2]), /a weight > 0 is needed/);
  assert.throws(() => jensenShannon([1, -1], [1, 2]), /weights ≥ 0 are allowed, got -1/);
  assert.throws(() => totalVariation([], []), /at least 1 numbers are needed, got 0/);
  assert.throws(() => klFromUniform([1, NaN]), /finite numbers are allowed, got NaN at position 1/);
  assert.throws(() => histogram([[1]], [{ low: 1, high: 0, bins: 2 }]), /low < high/);
  assert.throws(() => histogram([[1, 2]], [{ low: 0, high: 1, bins: 2 }]), /got 1 for 2 coordinates/);
});

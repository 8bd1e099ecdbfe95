import assert from 'node:assert/strict';
import { test } from 'node:test';
import { metrics, random } from 'gan-lib';
import { near } from './samples.ts';

const { meanCorrelation, welch, pairedDifference, pearson, splitHalf, spearman } = metrics;

test('Pearson: 1 and −1 for lines, worked out by hand in between', () => {
  near(pearson([1, 2, 3], [5, 7, 9]), 1, 1e-12);
  near(pearson([1, 2, 3], Float32Array.of(1, -1, -3)), -1, 1e-12);
  // Deviations −1, 0, 1 and −2, 1, 1: 3 / √(2 · 6).
  near(pearson([0, 1, 2], [1, 4, 4]), 3 / Math.sqrt(12), 1e-12);
  assert.throws(
    () => pearson([1, 1, 1], [1, 2, 3]),
    /^RangeError: series: a constant one has no correlation$/,
  );
  assert.throws(
    () => pearson([1, 2], [1, 2]),
    /^RangeError: first series: at least 3 numbers are needed, got 2$/,
  );
  assert.throws(() => pearson([1, 2, 3], [1, 2]), /^RangeError: series: equal lengths/);
});

test('mean correlation of all pairs: alike, opposite, and one of three that goes its own way', () => {
  const [up, down, other] = [
    [1, 2, 3],
    [6, 4, 2],
    [1, -2, 1],
  ] as const;
  near(meanCorrelation([up, [5, 7, 9]]), 1, 1e-12);
  near(meanCorrelation([up, down]), -1, 1e-12);
  near(meanCorrelation([up, up, down]), -1 / 3, 1e-12); // 1, −1 and −1
  near(meanCorrelation([up, up, other]), 1 / 3, 1e-12); // 1, 0 and 0
  assert.throws(() => meanCorrelation([up]), {
    name: 'RangeError',
    message: 'series: at least 2 are needed, got 1',
  });
});

/** p of a difference of groups with equal variances and sizes, whose t is given: dof is 2 (n − 1). */
function pOf(t: number, n: number): number {
  const values = Array.from({ length: n }, (_, i) => i);
  const error = Math.sqrt(2) * metrics.meanError(values).error;
  const { p, dof } = welch(
    values.map((value) => value + t * error),
    values,
  );
  near(dof, 2 * (n - 1), 1e-9);
  return p;
}

test('p-values in closed form: two and four degrees of freedom', () => {
  for (const t of [0, 0.1, 0.8, 1.5, 3, 9, 40]) {
    const s = t / Math.sqrt(2 + t * t);
    near(pOf(t, 2), 1 - s, 1e-12);
    const x = t / Math.sqrt(4 + t * t);
    near(pOf(t, 3), 1 - 1.5 * (x - x ** 3 / 3), 1e-12);
  }
});

test('p-values at the quantiles that tables print', () => {
  // Two-sided 5 %, for 8, 10, 30 and 120 degrees of freedom, and 1 % for 8.
  for (const [t, n] of [
    [2.306004135, 5],
    [2.228138852, 6],
    [2.042272456, 16],
    [1.979930405, 61],
  ] as const)
    near(pOf(t, n), 0.05, 1e-9);
  near(pOf(3.355387331, 5), 0.01, 1e-9);
  near(pOf(1.959963985, 10_001), 0.05, 3e-5); // nearly normal
});

test('Welch, worked out by hand, with other sizes and variances', () => {
  // Means 3 and 7, variances 1 and 9, over n ⅓ and 9/4: t = −4 / √(31/12).
  const { difference, t, dof } = welch([2, 3, 4], [4, 6, 7, 11]);
  const [first, second] = [1 / 3, 26 / 3 / 4];
  near(difference, -4, 1e-12);
  near(t, -4 / Math.sqrt(first + second), 1e-12);
  near(dof, (first + second) ** 2 / (first ** 2 / 2 + second ** 2 / 3), 1e-12);
  near(welch([4, 6, 7, 11], [2, 3, 4]).t, -t, 1e-12);
});

test('Welch: of groups alike one in twenty has p below 0.05, though variances differ', () => {
  const stream = random.stream(1, 'groups');
  const group = (n: number, sigma: number) => Array.from({ length: n }, () => sigma * stream.normal());
  const found = Array.from({ length: 4000 }, () => welch(group(5, 1), group(8, 3)).p < 0.05);
  near(found.filter(Boolean).length / 4000, 0.05, 0.012);
});

test('paired differences: mean, standard error and signs, worked out by hand', () => {
  const found = pairedDifference([5, 7, 9, 12], [4, 5, 6, 10]); // 1, 2, 3, 2
  assert.deepEqual({ ...found, error: 0 }, { mean: 2, error: 0, count: 4, sameSign: 4, holds: true });
  near(found.error, Math.sqrt(2 / 3 / 4), 1e-12);
  assert.ok(pairedDifference([4, 5, 6, 10], [5, 7, 9, 12]).holds, 'of either sign');
});

test('paired differences: one sign too few, a wide spread or none at all does not hold', () => {
  const zeros = [0, 0, 0, 0, 0];
  assert.equal(pairedDifference([3, 3.1, 2.9, 3, -0.1], zeros).holds, false); // mean above 2 errors
  assert.equal(pairedDifference([3, 3.1, 2.9, 3, -0.1], zeros).sameSign, 4);
  assert.equal(pairedDifference([0.1, 0.1, 0.1, 0.1, 5], zeros).holds, false); // mean of about 1 error
  assert.equal(pairedDifference([1, 1, 1, 1, 0], zeros).holds, false); // a tie has no sign
  assert.deepEqual(pairedDifference(zeros, zeros), {
    mean: 0,
    error: 0,
    count: 5,
    sameSign: 0,
    holds: false,
  });
});

test('split half: the rank correlation of the halves’ means', () => {
  const results = [
    [1, 1, 1, 9, 9],
    [2, 2, 2, 5, 5],
    [3, 3, 3, 7, 7],
  ];
  near(splitHalf(results), spearman([1, 2, 3], [9, 5, 7]), 1e-12);
  near(splitHalf(results, 4), spearman([3, 11 / 4, 4], [9, 5, 7]), 1e-12);
  near(
    splitHalf([
      [1, 10],
      [2, 20],
      [3, 30],
    ]),
    1,
    1e-12,
  );
});

test('bad groups are refused in one line', () => {
  assert.throws(() => welch([1], [1, 2]), /^RangeError: first group: at least 2 numbers are needed, got 1$/);
  assert.throws(() => welch([1, 2], [1, NaN]), /^RangeError: second group: finite numbers/);
  assert.throws(
    () => welch([1, 1], [2, 2]),
    /^RangeError: groups: values that differ within a group are needed$/,
  );
  assert.throws(
    () => pairedDifference([1, 2], [1]),
    /^RangeError: arms: equal lengths are needed, got 2 and 1$/,
  );
  assert.throws(
    () => pairedDifference([1], [1]),
    /^RangeError: first arm: at least 2 numbers are needed, got 1$/,
  );
  assert.throws(
    () => splitHalf([[1, 2], [1]]),
    /^RangeError: method 1: 2 seeds as of method 0 are needed, got 1$/,
  );
  assert.throws(
    () =>
      splitHalf(
        [
          [1, 2],
          [2, 3],
          [4, 5],
        ],
        2,
      ),
    /^RangeError: first: a whole number from 1 to 1/,
  );
});

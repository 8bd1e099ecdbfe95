import assert from 'node:assert/strict';
import { test } from 'node:test';
import { metrics } from 'gan-lib';
import { near, normalRows, processorSeconds, shuffled } from './samples.ts';

const { wasserstein1, wasserstein1d, assign } = metrics;

function permutations<T>(values: readonly T[]): T[][] {
  if (values.length === 0) return [[]];
  return values.flatMap((first, i) =>
    permutations(values.filter((_, j) => j !== i)).map((rest) => [first, ...rest]),
  );
}

const total = (cost: number[][], columns: number[]) =>
  columns.reduce((sum, column, row) => sum + cost[row]![column]!, 0);

test('assignment equals the best of all permutations, for costs of either sign', () => {
  for (let seed = 0; seed < 20; seed++) {
    const cost = normalRows(6, 6, seed);
    const best = Math.min(...permutations([0, 1, 2, 3, 4, 5]).map((columns) => total(cost, columns)));
    const columns = assign(cost);
    assert.deepEqual([...columns].sort(), [0, 1, 2, 3, 4, 5]);
    near(total(cost, columns), best, 1e-12);
  }
});

test('assignment of fewer rows than columns', () => {
  assert.deepEqual(
    assign([
      [9, 1, 9],
      [9, 2, 4],
    ]),
    [1, 2],
  );
});

test('optimal transport of 6 points equals brute force', () => {
  for (let seed = 0; seed < 10; seed++) {
    const [a, b] = [normalRows(6, 2, seed), normalRows(6, 2, seed + 100)];
    const cost = a.map((x) => b.map((y) => Math.hypot(x[0]! - y[0]!, x[1]! - y[1]!)));
    const best = Math.min(...permutations([0, 1, 2, 3, 4, 5]).map((columns) => total(cost, columns))) / 6;
    near(wasserstein1(a, b), best, 1e-12);
  }
});

test('the same set in another order is at 0, a shifted one at the length of the shift', () => {
  const set = normalRows(200, 3, 1);
  near(wasserstein1(set, shuffled(set, 2)), 0, 1e-12);
  near(
    wasserstein1(
      set,
      shuffled(
        set.map(([x, y, z]) => [x! + 2, y! - 1, z! + 2]),
        3,
      ),
    ),
    3,
    1e-9,
  );
});

test('on a line assignment and sorting agree', () => {
  const [a, b] = [normalRows(300, 1, 4), normalRows(300, 1, 5)];
  near(wasserstein1(a, b), wasserstein1d(a.flat(), b.flat()), 1e-9);
});

test('on a line, unequal sizes, worked out by hand', () => {
  near(wasserstein1d([0], [3]), 3, 1e-12);
  near(wasserstein1d([0, 1], [1]), 0.5, 1e-12);
  // Area between the two staircases: |1/3 − 1/2| over [0, 1], |2/3 − 1/2| over [1, 4].
  near(wasserstein1d([0, 1, 4], [0, 4]), 1 * (1 / 2 - 1 / 3) + 3 * (2 / 3 - 1 / 2), 1e-12);
  near(wasserstein1d([5, 1, 3], [3, 5, 1]), 0, 1e-12);
});

test('1,000 points in the plane in under 2 s', () => {
  const [a, b] = [normalRows(1000, 2, 6), normalRows(1000, 2, 7)];
  let distance = NaN;
  const seconds = processorSeconds(() => {
    distance = wasserstein1(a, b);
  });
  assert.ok(seconds < 2, `${seconds} s`);
  assert.ok(distance > 0 && distance < 0.3);
});

test('bad samples are refused in one line', () => {
  assert.throws(() => wasserstein1([[1]], [[1], [2]]), /equal shapes are needed, got \[1, 1\] and \[2, 1\]/);
  assert.throws(() => wasserstein1([[1]], [[1, 2]]), /equal shapes/);
  assert.throws(() => wasserstein1([], []), /at least 1 samples are needed, got 0/);
  const many = new Array(2001).fill([0]);
  assert.throws(() => wasserstein1(many, many), /at most 2000 are allowed, got 2001/);
  assert.throws(() => wasserstein1d([], [1]), /at least 1 numbers are needed, got 0/);
  assert.throws(() => wasserstein1d([NaN], [1]), /finite numbers/);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { metrics, random } from 'gan-lib';
import { leavesNothing, near } from './samples.ts';

const { distinctTargets, expectedDistinct } = metrics;
const CENTRES = [
  [0, 0],
  [10, 0],
  [0, 10],
];

test('each mode goes where most of its samples are nearest, worked out by hand', () => {
  const translated = [
    ...[
      [9, 1],
      [11, 0],
      [0, 9],
    ], // mode 0: two at the second centre, one at the third
    ...[
      [1, 1],
      [2, 2],
    ], // mode 1: the first
    ...[
      [9, 0],
      [8, 3],
      [0, 1],
    ], // mode 2: the second
  ];
  const modes = [0, 0, 0, 1, 1, 2, 2, 2];
  assert.deepEqual(
    leavesNothing(() => distinctTargets(translated, modes, CENTRES)),
    { targets: [1, 0, 1], distinct: 2 },
  );
});

test('a bijection keeps all, a collapse one', () => {
  const modes = [2, 0, 1];
  assert.equal(distinctTargets(CENTRES, modes, CENTRES).distinct, 3);
  assert.deepEqual(distinctTargets(CENTRES, modes, CENTRES).targets, [1, 2, 0]);
  assert.equal(
    distinctTargets(
      modes.map(() => [9, 1]),
      modes,
      CENTRES,
    ).distinct,
    1,
  );
});

test('chance, in closed form and by drawing', () => {
  near(expectedDistinct(10, 5), 4.0951, 1e-4);
  near(expectedDistinct(5, 5), 3.3616, 1e-4);
  near(expectedDistinct(7, 1), 1, 1e-12);
  assert.equal(expectedDistinct(1, 9), 1);
  const stream = random.stream(1, 'targets');
  const counts = Array.from(
    { length: 20_000 },
    () => new Set(Array.from({ length: 5 }, () => stream.integer(10))).size,
  );
  near(metrics.mean(counts), expectedDistinct(10, 5), 0.02);
});

test('bad samples, modes and numbers are refused in one line', () => {
  assert.throws(
    () => distinctTargets([[1, 2]], [0, 1], CENTRES),
    /^RangeError: translated and modes: equal lengths/,
  );
  assert.throws(
    () => distinctTargets([[1]], [0], CENTRES),
    /^RangeError: queries: 2 numbers a sample are needed, got 1$/,
  );
  assert.throws(
    () => distinctTargets([[1, 2]], [0.5], CENTRES),
    /^RangeError: sample 0: a mode is a whole number ≥ 0/,
  );
  assert.throws(
    () => distinctTargets([[1, 2]], [1], CENTRES),
    /^RangeError: mode 0: at least 1 sample is needed, got 0$/,
  );
  assert.throws(() => expectedDistinct(0, 3), /^RangeError: n: a whole number ≥ 1 is allowed, got 0$/);
  assert.throws(() => expectedDistinct(3, 1.5), /^RangeError: k: a whole number ≥ 1 is allowed, got 1.5$/);
});

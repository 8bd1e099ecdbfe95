import assert from 'node:assert/strict';
import { test } from 'node:test';
import { metrics } from 'gan-lib';
import { near } from './samples.ts';

test('mean and standard error, worked out by hand', () => {
  const { mean, error, count } = metrics.meanError([1, 2, 3, 6]);
  assert.deepEqual({ mean, count }, { mean: 3, count: 4 });
  near(error, Math.sqrt((4 + 1 + 0 + 9) / 3 / 4), 1e-12);
  assert.equal(metrics.meanError([5, 5]).error, 0);
});

test('one value has no standard error, NaN none either', () => {
  assert.throws(() => metrics.meanError([1]), /values: at least 2 numbers are needed, got 1/);
  assert.throws(() => metrics.meanError([1, NaN]), /finite numbers are allowed, got NaN at position 1/);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { metrics } from 'gan-lib';
import { near } from './samples.ts';

const { mean, median, quantile } = metrics;

test('mean, median and quantiles, worked out by hand, of arrays and typed arrays, in any order', () => {
  for (const values of [[10, 1, 4, 2], Float32Array.of(10, 1, 4, 2)]) {
    assert.equal(mean(values), 4.25);
    assert.equal(median(values), 3);
    assert.deepEqual(
      [0, 0.25, 0.5, 1].map((share) => quantile(values, share)),
      [1, 1.75, 3, 10],
    );
  }
  assert.equal(median([3, 1, 2]), 2);
  near(quantile([1, 2], 0.1), 1.1, 1e-12);
});

test('the values stay as they were', () => {
  const values = [3, 1, 2];
  median(values);
  quantile(values, 0.3);
  assert.deepEqual(values, [3, 1, 2]);
});

test('no value, NaN or a share out of range is refused in one line', () => {
  for (const summary of [mean, median, (values: number[]) => quantile(values, 0.5)]) {
    assert.throws(() => summary([]), /^RangeError: values: at least 1 numbers are needed, got 0$/);
    assert.throws(
      () => summary([1, NaN]),
      /^RangeError: values: finite numbers are allowed, got NaN at position 1$/,
    );
  }
  assert.throws(() => quantile([1, 2], 1.1), /^RangeError: share: a number from 0 to 1 is allowed, got 1.1$/);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { metrics } from 'gan-lib';
import { near } from './samples.ts';

const certain = (digit: number) => Array.from({ length: 10 }, (_, k) => Number(k === digit));
const digits = (which: readonly number[]) =>
  which.flatMap((d) => Array.from({ length: 20 }, () => certain(d)));
const histogram = (rows: number[][]) => metrics.classHistogram(metrics.mostProbable(rows));
const ALL = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

test('sure and even over all classes: the number of classes, KL from uniform 0', () => {
  near(metrics.inceptionScore(digits(ALL)), 10, 1e-9);
  near(metrics.klFromUniform(histogram(digits(ALL))), 0, 1e-9);
});

test('dropped classes: score 7 of 10, KL from uniform log(10 / 7)', () => {
  const seven = digits(ALL.slice(0, 7));
  near(metrics.inceptionScore(seven), 7, 1e-9);
  const shares = histogram(seven);
  assert.deepEqual(shares.slice(7), [0, 0, 0]);
  near(metrics.klFromUniform(shares), Math.log(10 / 7), 1e-9);
});

test('one class only, or no certainty at all: score 1', () => {
  near(metrics.inceptionScore(digits([3])), 1, 1e-9);
  near(metrics.klFromUniform(histogram(digits([3]))), Math.log(10), 1e-9);
  near(metrics.inceptionScore([new Array(10).fill(0.1), new Array(10).fill(0.1)]), 1, 1e-9);
});

test('two half-sure samples, worked out by hand', () => {
  // p(y) = (½, ½); each KL = ¾ log(3/2) + ¼ log(1/2).
  const expected = Math.exp(0.75 * Math.log(1.5) + 0.25 * Math.log(0.5));
  near(
    metrics.inceptionScore([
      [0.75, 0.25],
      [0.25, 0.75],
    ]),
    expected,
    1e-12,
  );
});

test('most probable class, accuracy and histogram, worked out by hand', () => {
  const probabilities = [
    [0.1, 0.2, 0.7],
    [0.6, 0.3, 0.1],
    [0.2, 0.1, 0.7],
    [0.3, 0.4, 0.3],
  ];
  assert.deepEqual(metrics.mostProbable(probabilities), [2, 0, 2, 1]);
  assert.equal(metrics.accuracy(probabilities, [2, 0, 1, 1]), 0.75);
  assert.deepEqual(metrics.classHistogram([2, 0, 2, 1], 3), [0.25, 0.25, 0.5]);
});

test('mistakes that are made with certainty: doubt and right answers are none', () => {
  const probabilities = [
    [0.05, 0.95], // sure, and wrong
    [0.4, 0.6], // wrong, in doubt
    [0.99, 0.01], // sure, and right
    [0.1, 0.9], // just sure, and wrong
  ];
  assert.equal(metrics.confidentErrors(probabilities, [0, 0, 0, 0]), 0.5);
  assert.equal(metrics.confidentErrors(probabilities, [0, 0, 0, 0], 0.5), 0.75);
  assert.equal(metrics.confidentErrors(probabilities, [1, 1, 0, 1]), 0);
  assert.throws(() => metrics.confidentErrors(probabilities, [1]), /equal lengths are needed, got 4 and 1/);
});

test('bad probabilities or classes are refused in one line', () => {
  assert.throws(() => metrics.inceptionScore([]), /probabilities: at least 1 samples are needed, got 0/);
  assert.throws(() => metrics.mostProbable([[0.5, NaN]]), /probabilities, row 0: finite numbers/);
  assert.throws(() => metrics.accuracy([[0.5, 0.5]], [0, 1]), /equal lengths are needed, got 1 and 2/);
  assert.throws(() => metrics.classHistogram([]), /at least 1 sample is needed/);
  assert.throws(() => metrics.classHistogram([3, 10]), /sample 1: classes 0 to 9 are allowed, got 10/);
});

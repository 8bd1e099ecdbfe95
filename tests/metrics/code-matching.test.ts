import assert from 'node:assert/strict';
import { test } from 'node:test';
import { metrics, random } from 'gan-lib';
import { near, shuffled } from './samples.ts';

const { confusionTable, oneToOneMatching, majorityMatching } = metrics;
const DIGITS = Array.from({ length: 1000 }, (_, i) => i % 10);

test('permuted codes: error 0 and the permutation found', () => {
  const codeOf = shuffled([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 1);
  const table = confusionTable(
    DIGITS.map((digit) => codeOf[digit]!),
    DIGITS,
  );
  for (const matching of [oneToOneMatching(table), majorityMatching(table)]) {
    assert.equal(matching.error, 0);
    matching.digits.forEach((digit, code) => assert.equal(codeOf[digit], code));
  }
});

test('a shuffled labelling: about nine tenths wrong', () => {
  const stream = random.stream(2, 'codes');
  const digits = Array.from({ length: 20000 }, () => stream.integer(10));
  const table = confusionTable(shuffled(digits, 3), digits);
  near(oneToOneMatching(table).error, 0.9, 0.02);
  near(majorityMatching(table).error, 0.9, 0.02);
});

test('two codes for one digit: errors one-to-one, none by majority', () => {
  // Digit 0 is split over codes 0 and 1; digits 1 and 2 share nothing but code 2.
  const codes = [0, 0, 0, 1, 1, 2, 2, 2];
  const digits = [0, 0, 0, 0, 0, 1, 1, 2];
  const table = confusionTable(codes, digits, { codes: 3, digits: 3 });
  assert.deepEqual(table, [
    [3, 0, 0],
    [2, 0, 0],
    [0, 2, 1],
  ]);
  const strict = oneToOneMatching(table);
  assert.equal(strict.digits[0], 0);
  assert.equal(strict.digits[2], 1);
  near(strict.error, 3 / 8, 1e-12);
  near(majorityMatching(table).error, 1 / 8, 1e-12);
});

test('the best matching is not the greedy one', () => {
  // Greedy takes the 10 and is left with 0: 10 right. The best takes 9 + 8.
  const { digits, error } = oneToOneMatching([
    [10, 9],
    [8, 0],
  ]);
  assert.deepEqual(digits, [1, 0]);
  near(error, 1 - 17 / 27, 1e-12);
});

test('bad codes are refused in one line', () => {
  assert.throws(() => confusionTable([0], [0, 1]), /equal lengths are needed, got 1 and 2/);
  assert.throws(() => confusionTable([], []), /at least 1 is needed/);
  assert.throws(
    () => confusionTable([0, 12], [0, 1]),
    /sample 1: codes 0 to 9 and digits 0 to 9 are allowed, got 12 and 1/,
  );
  assert.throws(() => confusionTable([0.5], [1]), /got 0.5 and 1/);
  assert.throws(() => oneToOneMatching([[1], [2]]), /no more codes than digits are allowed, got 2 and 1/);
});

test('the strictest matching is one to one as long as there are digits enough, and by majority beyond', () => {
  const table = [
    [6, 1],
    [5, 2],
  ];
  assert.deepEqual(metrics.strictMatching(table), oneToOneMatching(table));
  const more = [...table, [0, 3]];
  assert.deepEqual(metrics.strictMatching(more), majorityMatching(more));
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import pl from 'nodejs-polars';
import { training } from 'gan-lib';

test('the last rows of a sweep: one a run, in the order of the runs, with every column', () => {
  const results = pl.DataFrame({
    run: ['b', 'b', 'a', 'b', 'a'],
    rule: ['x', 'x', 'y', 'x', 'y'],
    step: [1, 2, 1, 3, 2],
    distance: [9, 8, 7, null, 6],
  });
  assert.deepEqual(training.lastRows(results), [
    { run: 'b', rule: 'x', step: 3, distance: null },
    { run: 'a', rule: 'y', step: 2, distance: 6 },
  ]);
});

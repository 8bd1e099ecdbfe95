/** Lesson 02, executed in the real kernel: its numbers, and the solutions of its exercises. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { losses } from 'gan-lib';
import { executedQuickly, hasScoreboard } from './quick.ts';

describe('lesson 02, quick', () => {
  const { found, cells } = executedQuickly('02');

  it('writes out the step that the trainer makes, but for rounding', () =>
    assert.ok(found['handAgainstTrainer']! < 1e-4));

  it('trains: the samples come nearer to the digits', () => {
    assert.ok(Math.abs(found['floor']! - 0.69) < 0.02);
    assert.ok(found['distanceAtTheEnd']! < found['distanceWhereYouStopped']!);
  });

  it('correlates the losses with the distance', () => {
    for (const name of ['rhoD', 'rhoG']) assert.ok(Math.abs(found[name]!) <= 1, name);
  });

  it('trains a fresh discriminator against a young and an old generator', () => {
    for (const age of ['Young', 'Old']) {
      assert.ok(found[`bound${age}`]! > 0 && found[`bound${age}`]! <= Math.LN2, age);
      assert.ok(found[`fall${age}`]! >= 1, age);
    }
  });

  it('takes batch normalisation away', () => {
    assert.notEqual(found['withBatchNorm'], found['withoutBatchNorm']);
    assert.ok(found['withoutBatchNorm']! > 0);
  });

  it('has a scoreboard', () => {
    hasScoreboard(cells);
  });

  it('has solutions that work', () => {
    assert.ok(Math.abs(found['exercise1']! - losses.jensenShannonBound(1.1)) < 1e-9);
    assert.ok(Math.abs(found['exercise2']!) <= 1);
    assert.ok(found['exercise3']! < 0);
    assert.ok(found['exercise4']! > 1e-3);
    assert.ok(found['exercise5']! > 0);
  });
});

/** Lesson 04, executed in the real kernel: its numbers, and the solutions of its exercises. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { executedQuickly, hasScoreboard } from './quick.ts';

describe('lesson 04, quick', () => {
  const { found, cells, near } = executedQuickly('04');

  it('computes the distances of parallel lines', () => {
    near('worstW', 0, 1e-6);
    near('worstJS', 0, 1e-9);
    assert.equal(found['infinite'], true);
  });

  it('writes out the penalty that lib has', () => near('penaltyHere', found['penaltyOfLib']!, 1e-6));

  it('trains a critic that measures the way between two clouds', () => {
    // A slope of 1 + 4 / 2λ is best for λ = 10: the estimate overshoots the distance by a fifth.
    near('criticEstimate', 4.8, 0.6);
    near('transport', 4, 0.4);
  });

  it('finds the discriminator flat where the critic is steep', () => {
    near('exactAt2', 1, 1e-9);
    near('exactAtMinus6', 5.07e-14, 1e-16);
    near('criticAt5', 1.2, 0.3);
    assert.ok(found['discriminatorAt5']! < 0.05);
  });

  it('trains with clipping and with the penalty, and correlates', () => {
    for (const name of ['rhoClip', 'rhoPenalty']) assert.ok(Math.abs(found[name]!) <= 1, name);
    for (const name of ['frechetClip', 'frechetPenalty']) assert.ok(found[name]! > 0, name);
  });

  it('breaks: without clipping the estimate grows; clipped weights sit at the edge', () => {
    assert.ok(found['estimateUnbound']! > found['estimateClipped']!);
    assert.ok(found['atTheEdge']! > 0.2 && found['atTheEdge']! <= 1);
  });

  it('counts in the stored sweep which architectures fail', () => {
    assert.ok(found['standardFails']! >= 2);
    assert.equal(found['penaltyFails'], 0);
  });

  it('has a scoreboard', () => {
    hasScoreboard(cells);
  });

  it('has solutions that work', () => {
    near('exercise1', 0.5 * (Math.log(4 / 3) + 0.5 * Math.log(2 / 3) + 0.5 * Math.log(2)), 1e-6);
    near('exercise2', found['exercise2Lib']!, 1e-4);
    near('exercise3', 1.2, 1e-9);
    near('exercise3Measured', 1.2, 0.3);
    assert.ok(found['exercise4']! >= 0);
    assert.ok(Math.abs(found['exercise5']!) <= 1);
  });
});

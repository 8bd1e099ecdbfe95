/** Lesson 01, executed in the real kernel: its numbers, and the solutions of its exercises. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { executedQuickly, hasOutputs } from './quick.ts';

describe('lesson 01, quick', () => {
  const { found, cells, near } = executedQuickly('01');

  it('shows what a clueless and a perfect discriminator pay', () => {
    near('clueless', 2 * Math.LN2, 1e-6);
    near('perfect', 0, 1e-6);
  });

  it('learns the ratio of the densities', () => near('curveError', 0, 0.05));

  it('measures the Jensen–Shannon divergence, from below', () => {
    near('boundError', 0, 0.2);
    assert.ok(found['farApart']! < Math.LN2 + 0.01);
  });

  it('moves the points when the players alternate', () => {
    assert.ok(found['modesOfRing']! >= 0 && found['modesOfRing']! <= 8);
    assert.ok(found['highQuality']! >= 0 && found['highQuality']! <= 1);
  });

  it('improves the digits', () => {
    near('floor', 0.76, 0.05);
    assert.ok(found['lastFrechet']! < 0.9 * found['firstFrechet']!);
  });

  it('finds the minimax gradient small where D is sure', () => assert.ok(found['ratio']! > 10));

  it('has a chart, a picture, a film and a table', () => {
    hasOutputs(
      cells,
      'application/vnd.vega.v5+json',
      'application/vnd.plotly.v1+json',
      'image/png',
      'text/html',
    );
  });

  it('has solutions that work', () => {
    near('exercise1', -2 * Math.log(0.9), 1e-5);
    near('exercise2', 0, 0.02);
    near('exercise3', 0, 0.1);
    assert.ok(found['exercise4']! <= 25);
    assert.ok(found['exercise5']! <= 8);
  });
});

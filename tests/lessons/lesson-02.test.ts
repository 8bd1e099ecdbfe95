/** Lesson 02, executed in the real kernel: its numbers, and the solutions of its exercises. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { losses } from 'gan-lib';
import { findNotebooks, readNotebook } from '../../tools/report/notebook.ts';
import { results } from '../../tools/report/outputs.ts';
import { project } from '../../tools/setup/project.mjs';
import { executedQuickly, hasOutputs, hasScoreboard } from './quick.ts';

const asIs = <T>(notebook: T): T => notebook;

describe('lesson 02, quick', () => {
  const { found, cells, near } = executedQuickly('02', asIs);

  it('writes out the networks and the step that the library has', () => {
    assert.equal(found['sameAsLib'], true);
    near('handAgainstTrainer', 0, 1e-4);
    near('firstLossD', 1.3897, 2e-3);
    near('firstLossG', 0.7117, 2e-3);
  });

  it('shows the checkerboard of kernels that overlap unevenly, and none of even ones', () => {
    assert.ok(found['unevenness5']! > 2 * found['unevenness4']!);
  });

  it('has a scale for the distance', () => {
    near('floor', 0.69, 0.02);
    assert.ok(found['floor']! < found['distanceOfBlur']!);
    assert.ok(found['distanceOfBlur']! < found['distanceOfMean']!);
  });

  it('trains a fresh discriminator until it tells held-out images from drawn ones', () => {
    assert.ok(
      found['heldOutBound']! > 0.01 && found['heldOutBound']! <= Math.LN2,
      `${found['heldOutBound']}`,
    );
  });

  it('has charts, pictures, tables and a scoreboard', () => {
    hasOutputs(cells, 'application/vnd.vega.v5+json', 'image/png', 'text/html');
    hasScoreboard(cells);
  });

  it('has solutions that pass their checks', () => {
    const checks = cells.filter(({ source }) => source.includes('notebook.check('));
    assert.equal(checks.length, 6);
    // What is asked of trained networks or of losses holds for fully trained ones.
    for (const id of ['02.1', '02.2', '02.3', '02.4', '02.6'])
      assert.ok(
        checks.some(({ text }) => text.includes(`✓ ${id}: right`)),
        id,
      );
    near('exercise1', losses.jensenShannonBound(1.1), 1e-9);
    near('exercise2', 0, 1e-3);
  });
});

describe('lesson 02, as it is saved', () => {
  const [file] = findNotebooks(join(project().root, 'notebooks'), ['02']);
  const found = results(readNotebook(file!)) as Record<string, number>;

  it('draws digits: every generator of five at most 1.4 times the floor away', () =>
    assert.ok(found['worstG']! <= 1.4 * found['floor']!));
});

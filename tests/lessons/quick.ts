/** A lesson executed once with `profile=quick`, and what the tests of every lesson ask of it. */
import assert from 'node:assert/strict';
import { before, it } from 'node:test';
import type { Notebook } from '../../tools/report/notebook.ts';
import { hasTag } from '../../tools/workshop/exercises.ts';
import { type ExecutedCell, runNotebook } from '../run-notebook.ts';
import { withSolutions } from './solutions.ts';

/**
 * Executes a lesson before the tests of the suite in which this is called, and tests that it stays quiet.
 *
 * @param edit what is executed of it; by default its exercises' solutions too
 * @returns what is filled in by then: `found`, the values of all its `notebook.result`, and its code `cells`
 */
export function executedQuickly(name: string, edit: (notebook: Notebook) => Notebook = withSolutions) {
  const found: Record<string, number> = {};
  const cells: ExecutedCell[] = [];

  before(async () => {
    const lesson = await runNotebook(name, { set: { profile: 'quick' }, edit });
    Object.assign(found, lesson.results);
    cells.push(...lesson.cells);
  });

  it('prints nothing to the error stream', () => {
    const errors = cells.flatMap(({ outputs }) => outputs.filter((output) => output.name === 'stderr'));
    assert.deepEqual(errors, []);
  });

  const near = (key: string, expected: number, tolerance: number): void => {
    const value = found[key];
    assert.ok(
      value !== undefined && Math.abs(value - expected) <= tolerance,
      `${key}: ${expected} ± ${tolerance} expected, found ${value}`,
    );
  };
  return { found, cells, near };
}

/** That each of these kinds of output is among those of the cells. */
export function hasOutputs(cells: readonly ExecutedCell[], ...kinds: readonly string[]): void {
  const all = new Set(cells.flatMap(({ outputs }) => outputs.flatMap(({ data }) => Object.keys(data ?? {}))));
  for (const kind of kinds) assert.ok(all.has(kind), `${kind} is not among ${[...all].join(', ')}`);
}

/** That a cell shows the scoreboard. */
export function hasScoreboard(cells: readonly ExecutedCell[]): void {
  const [board] = cells.filter(({ source }) => source.includes('plots.scoreboard'));
  assert.match(board!.text, /\d+ of \d+ claims met/);
}

/**
 * That a lesson has exercises of these numbers, leaves each to the reader, and that its solution passed its check.
 *
 * @param solved how many of them do in a quick run; by default all
 */
export function leavesAndSolves(
  lesson: Notebook,
  executed: readonly ExecutedCell[],
  ids: readonly string[],
  solved = ids.length,
): void {
  const tagged = (tag: string) => lesson.cells.filter((cell) => hasTag(cell, tag));
  const found = tagged('exercise').map(({ metadata }) => (metadata as { gan?: { id: string } }).gan!.id);
  assert.deepEqual(found, ids);
  for (const [i, { source }] of tagged('answer').entries())
    assert.match(source, new RegExp(`todo\\('${ids[i]}'\\)`));
  for (const id of ids.slice(0, solved))
    assert.ok(
      executed.some(({ text }) => text.includes(`✓ ${id}: right`)),
      id,
    );
}

/** Lesson 03, executed in the real kernel: its early numbers, its claims as saved, and its exercises. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { findNotebooks, readNotebook } from '../../tools/report/notebook.ts';
import { results } from '../../tools/report/outputs.ts';
import { project } from '../../tools/setup/project.mjs';
import { runNotebook } from '../run-notebook.ts';
import { executedQuickly, hasOutputs, hasScoreboard, leavesAndSolves } from './quick.ts';

const [file] = findNotebooks(join(project().root, 'notebooks'), ['03']);
const notebook = readNotebook(file!);
const asItIs = <T>(of: T): T => of;
const untilSection = <C extends { source: string }>(cells: readonly C[], section: number): C[] =>
  cells.slice(
    0,
    cells.findIndex(({ source }) => source.includes(`## ${section} · `)),
  );

describe('lesson 03, quick', () => {
  const { found, cells, near } = executedQuickly('03', asItIs);

  it('computes the information of the small channel, and its bound', () => {
    near('left', -(0.8 * Math.log(0.8) + 0.2 * Math.log(0.1)), 1e-9);
    near('information', Math.log(3) - found['left']!, 1e-9);
    near('tight', found['information']!, 1e-9);
    near('knowsNothing', 0, 1e-9);
    assert.ok(found['tooSure']! < 0);
  });

  it('finds the same bound for different groupings', () => {
    near('boundOfGrouping', Math.LN2, 0.01);
    near('groupingsDiffer', 0, 0.01);
  });

  it('writes out the networks and the step that the library has', () => {
    assert.equal(found['sameAsLib'], true);
    near('handAgainstTrainer', 0, 1e-3);
    near('firstInformation', -0.0139, 2e-3);
    near('firstLossG', 0.698, 2e-3);
  });

  it('raises the information with the term, and not without', () => {
    assert.ok(found['informationWith']! > 3 * Math.max(0.1, found['informationWithout']!));
    assert.ok(found['informationWith']! <= Math.log(10));
  });

  it('has a scale for the drawings: real images and an untrained generator', () => {
    near('floor', 0.76, 0.005);
    assert.ok(found['untrainedFrechet']! > 500);
    assert.ok(found['recallOfReal']! > 0.7);
  });

  it('has k-means as the null model of the sorting', () => near('kMeansError', 0.478, 0.005));

  it('has charts, pictures, an explorer, tables and a scoreboard', () => {
    hasOutputs(
      cells,
      'application/vnd.vega.v5+json',
      'application/vnd.plotly.v1+json',
      'image/png',
      'text/html',
    );
    hasScoreboard(cells);
    assert.match(JSON.stringify(cells.map(({ outputs }) => outputs)), /gan-explorer/);
  });

  it('leaves its exercises to the reader, and solves them where the reader does not', () => {
    leavesAndSolves(
      notebook,
      cells,
      [1, 2, 3, 4, 5, 6].map((i) => `03.${i}`),
    );
    near('leftAtMost', Math.log(4) - 1.2, 1e-9);
    near('renamedApart', 0, 1e-5);
  });
});

describe('lesson 03 with another number of categories', () => {
  it('runs through to the stored runs, and counts in other nats', async () => {
    const { results: found } = await runNotebook('03', {
      set: {
        ...{ profile: 'quick', steps: '60', shortSteps: '20', categories: '5' },
        ...{ rateG: '1e-4', rateD: '1e-4' }, // Adam's large steps make much of a tiny gradient's rounded sign
      },
      edit: (whole) => ({ ...whole, cells: untilSection(whole.cells, 8) }),
    });
    assert.ok(Number(found['handAgainstTrainer']) < 1e-4);
    assert.ok(Number(found['informationWith']) <= Math.log(5));
    assert.ok(Number(found['error']) >= 0.45); // five categories name half of the images at most
  });
});

describe('lesson 03 as it is saved', () => {
  const saved = results(notebook) as Record<string, number>;

  it('shows the category with the term in every seed, and not without', () => {
    assert.ok(saved['leastInformation']! >= 2.2);
    assert.ok(saved['informationAt0']! <= 0.3);
    assert.ok(saved['informationWithout']! <= 0.3);
  });

  it('sorts better than k-means', () => assert.ok(saved['medianError']! < saved['kMeansError']!));
});

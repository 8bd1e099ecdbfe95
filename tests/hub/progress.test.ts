/** Who is at which cell, by saved notebooks. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Cell } from '../../tools/report/notebook.ts';
import type { Answer, SavedNotebook } from '../../tools/hub/homes.ts';
import { progressText, standing } from '../../tools/hub/progress.ts';
import { code, markdown, notebook } from '../report/notebooks.ts';

interface Run {
  readonly busy: string;
  readonly idle?: string;
}

const ran = (source: string, { busy, idle }: Run, ...shown: string[]): Cell => ({
  ...code(source),
  metadata: { execution: { 'iopub.status.busy': busy, ...(idle && { 'iopub.status.idle': idle }) } },
  outputs: shown.map((text) => ({ output_type: 'display_data' as const, data: { 'text/plain': text } })),
});
const at = (minute: number): Run => ({
  busy: `2026-03-01T12:0${minute}:00Z`,
  idle: `2026-03-01T12:0${minute}:30Z`,
});
const before = { busy: '2026-02-01T12:00:00Z', idle: '2026-02-01T12:00:30Z' };

const original = notebook(
  markdown('# 99 · A lesson'),
  ran('one', before),
  markdown('## First\n\ntext\n\n## Second'),
  ran('two', before),
  ran('check', before, '✓ 99.2: right'),
);
const cells = (...list: Cell[]) =>
  JSON.stringify(
    notebook(markdown('# 99 · A lesson'), list[0]!, markdown('## First\n\n## Second'), ...list.slice(1)),
  );

suite('somebody stands', () => {
  const stand = (...list: Cell[]) => standing(cells(...list), JSON.stringify(original));

  test('nowhere in what was handed out with its outputs', () => {
    const { cell, cells: count, right } = standing(JSON.stringify(original), JSON.stringify(original));
    assert.deepEqual([cell, count, right], [0, 3, []]);
  });

  test('at the cell that was started last, wherever it is, under its heading', () => {
    const { cell, cells: count, title, state } = stand(ran('', at(1)), ran('', at(3)), ran('', at(2)));
    assert.deepEqual([cell, count, title, state], [2, 3, 'Second', 'done']);
    assert.equal(stand(ran('', at(4)), ran('', at(3)), ran('', at(2))).title, '99 · A lesson');
  });

  test('in a cell that still runs, for the first time or again', () => {
    const { busy } = at(5);
    assert.equal(stand(ran('', { busy }), ran('', at(2))).state, 'runs');
    assert.equal(stand(ran('', { busy, idle: at(1).idle! }), ran('', at(2))).state, 'runs');
  });

  test('at a cell that failed, though another may have before', () => {
    const error = { output_type: 'error', ename: 'TypeError', evalue: '', traceback: [] };
    const failed = { ...ran('', at(4)), outputs: [error] } as unknown as Cell;
    assert.equal(stand(ran('', at(1)), failed).state, 'failed');
    assert.equal(stand(ran('', at(5)), failed).state, 'done');
  });

  test('with the exercises that are right, and those that are not yet', () => {
    const { right, wrong } = stand(
      ran('', at(1), '✓ 99.1: right'),
      ran('', at(2), '✗ 99.10, not yet: it is positive? Hint: ✓'),
      ran('check', before, '✓ 99.2: right'),
    );
    assert.deepEqual([right, wrong], [['99.1'], ['99.10']]);
  });
});

test('a class is a line a person, whatever they have made of their notebooks', () => {
  const saved = Date.parse('2026-03-01T12:10:00Z');
  const found = (text: string, name = '99.ipynb') => ({ found: { name, saved, text } });
  const text = progressText(
    new Map<string, Answer<SavedNotebook | null>>([
      ['ada', found(cells(ran('', at(1)), ran('', at(2), '✓ 99.1: right', '✗ 99.2, not yet: so?')))],
      ['bob', { error: 'has never logged in' }],
      ['cid', { found: null }],
      ['dora', found('{}')],
      ['eve', found(JSON.stringify(original))],
      ['finn', found('[]', '\u001b[2J.ipynb')],
      ['gus', found('{"cells": [1, null, {"cell_type": "code", "metadata": null, "outputs": 3}]}')],
    ]),
    new Map([['99.ipynb', JSON.stringify(original)]]),
    saved + 120_000,
  );
  assert.deepEqual(text.split('\n'), [
    'ada   99.ipynb, cell 2 of 2 in “Second”: done; ✓ 99.1 ✗ 99.2; saved 2 min ago',
    'bob   has never logged in',
    'cid   has no notebook',
    'dora  99.ipynb is no notebook',
    'eve   99.ipynb, has run no cell',
    'finn  ?[2J.ipynb is no notebook',
    'gus   99.ipynb is no notebook',
  ]);
});

/** What is shipped so that nobody waits: each lesson that offers it starts from its trainings, up to the last of them. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { findNotebooks, readNotebook, type Notebook } from '../../tools/report/notebook.ts';
import type { Overrides } from '../../tools/report/settings.ts';
import { project } from '../../tools/setup/project.mjs';
import { hasTag } from '../../tools/workshop/exercises.ts';
import { runNotebook } from '../run-notebook.ts';

const START = 'training.startFromShipped(';
/** Settings of what a lesson does before its trainings, as small as they may be. */
const BEFORE: Record<string, Overrides> = {
  '01': { seeds: '2', curveSteps: '100', aloneSteps: '50', ringSteps: '50' },
  '04': { seeds: '2', lineSteps: '50', planeSteps: '20', freshSteps: '12' },
  '09': { seeds: '2', lineSteps: '20' },
};

/** A lesson up to the cell that starts from what is shipped, without the reader's part of the exercises. */
function upToStart(notebook: Notebook): Notebook {
  const end = notebook.cells.findIndex(({ source }) => source.includes(START));
  const cells = notebook.cells.slice(0, end + 1).filter((cell) => !hasTag(cell, 'answer'));
  return { ...notebook, cells };
}

suite('trainings that are shipped', () => {
  const { root } = project();
  const lessons = findNotebooks(join(root, 'notebooks'), [])
    .map((file) => ({ file, notebook: readNotebook(file) }))
    .filter(({ notebook }) => notebook.cells.some(({ source }) => source.includes(START)));

  test('all lessons that train digits have some', () => {
    assert.ok(lessons.length >= 9, `${lessons.length} lessons`);
  });

  for (const { file } of lessons) {
    test(`${file.name} starts from its own`, async () => {
      const number = file.name.slice(0, 2);
      const set = { ...BEFORE[number], start: 'shipped' };
      const { cells } = await runNotebook(number, { set, edit: upToStart });
      const { text } = cells.at(-1)!;
      const names = text.match(/\b\S+\.safetensors/g)!.map((name) => name.replace('(', ''));
      const own = readdirSync(join(root, 'data', 'checkpoints')).filter((name) => name.startsWith(file.name));
      assert.deepEqual(names.sort(), own.sort());
      assert.match(text, /trained for [1-9]\d* steps before/);
      // It is that of the defaults: what differs is what this test has set.
      const differing = [...text.matchAll(/(?:trained with|;) (\w+) /g)].map(([, setting]) => setting!);
      assert.deepEqual(new Set(differing), new Set(Object.keys(BEFORE[number] ?? {})));
    });
  }
});

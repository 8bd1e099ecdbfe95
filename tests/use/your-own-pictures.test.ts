/** The notebook on the reader's own pictures: its outputs are those of its source, and say what its prose says. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { findNotebooks, readNotebook } from '../../tools/report/notebook.ts';
import { results } from '../../tools/report/outputs.ts';
import { withNumbers } from '../../tools/report/prose.ts';
import { outputsBelong } from '../../tools/report/saved.ts';
import { project } from '../../tools/setup/project.mjs';

const [file] = findNotebooks(join(project().root, 'notebooks'), ['your-own-pictures']);
const notebook = readNotebook(file!);
const found = results(notebook) as Readonly<Record<string, number>>;

suite('your own pictures, as saved', () => {
  test('its outputs are those of its source, and its prose has their numbers', () => {
    assert.ok(outputsBelong(notebook), 'execute it again: npm run report -- your-own --save');
    assert.deepEqual(withNumbers(notebook).cells, notebook.cells);
    const errors = notebook.cells.flatMap(({ outputs = [] }) =>
      outputs.filter(({ output_type }) => output_type === 'error'),
    );
    assert.deepEqual(errors, []);
  });

  test('what is drawn is near the floor, and an untrained generator is nowhere near it', () => {
    const { frechet, floorFrechet, nullFrechet, precision, recall } = found;
    assert.ok(frechet! > floorFrechet!, 'below the floor it would have copied');
    assert.ok(frechet! < 5 * floorFrechet! && nullFrechet! > 50 * floorFrechet!);
    assert.ok(precision! > 0.7 && recall! > 0.6);
  });

  test('it does not copy: drawings are as far from the pictures as one half from the other; blurred copies are not', () => {
    const { nearDrawn, nearReal, nearCopies } = found;
    assert.ok(nearDrawn! > 0.8 * nearReal! && nearCopies! < 0.5 * nearReal!);
  });

  test('cells are short: at most twelve lines of at most a hundred characters', () => {
    for (const { cell_type, source } of notebook.cells) {
      if (cell_type !== 'code') continue;
      const lines = source.split('\n');
      assert.ok(lines.length <= 12 && lines.every((line) => line.length <= 100), source);
    }
  });
});

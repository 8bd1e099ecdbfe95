/** The cell that writes a lesson's trainings: only where it names some, and never in what is saved. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Cell, Notebook } from '../../tools/report/notebook.ts';
import { withoutShipping, withShipping } from '../../tools/report/shipping.ts';

const cell = (source: string, cell_type: Cell['cell_type'] = 'code'): Cell => ({
  cell_type,
  source,
  metadata: {},
});
const notebook = (...cells: Cell[]): Notebook => ({ cells, metadata: {} });

suite('the cell that ships trainings', () => {
  const lesson = notebook(cell('const a = 1;'), cell('const shipped = { digits: trainer };\nstart();'));

  test('stands behind all others, and names the lesson', () => {
    const { cells } = withShipping(lesson, '99-lesson');
    assert.equal(cells.length, 3);
    assert.equal(cells.at(-1)!.source, `training.ship('99-lesson', shipped);`);
  });

  test('is not in what is saved', () => {
    assert.deepEqual(withoutShipping(withShipping(lesson, '99-lesson')), lesson);
  });

  test('is added to no lesson that names no trainings in its code', () => {
    const without = notebook(
      cell('const a = 1; // const shipped = 2'),
      cell('const shipped = 3', 'markdown'),
    );
    assert.deepEqual(withShipping(without, '99-lesson'), without);
  });
});

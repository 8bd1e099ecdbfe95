/** The cards of the reports' index: which picture a lesson is known by. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { indexPage } from '../../tools/report/index-page.ts';
import { findNotebooks, readNotebook, type Cell } from '../../tools/report/notebook.ts';
import { displayed, pictureOf } from '../../tools/report/outputs.ts';
import { project } from '../../tools/setup/project.mjs';
import { skipWithoutBrowser } from '../plots/browser.ts';
import { code, markdown, notebook } from './notebooks.ts';
import { opened } from './showcase.ts';

const shows = (cell: Cell, type: string, content: string): Cell => ({
  ...cell,
  outputs: [{ output_type: 'display_data', data: { [type]: content } }],
});

/** The addresses of the pictures on an index of one notebook with these cells. */
function pictures(...cells: Cell[]): string[] {
  const { cells: page } = indexPage([{ name: 'one', notebook: notebook(markdown('# One'), ...cells) }]);
  const html = JSON.stringify(page[1]!.outputs);
  return [...html.matchAll(/<img src=\\"([^"\\]*)/g)].map(([, address]) => address!);
}

suite('a card', () => {
  const [first, last] = ['AAAA', 'BBBB'].map((png) => shows(code(''), 'image/png', png)) as [Cell, Cell];
  const chart = shows(code('', 'card'), 'image/svg+xml', '<svg/>');

  test('has the picture of the cell that is tagged "card", also if it is a chart', () => {
    const tagged = { ...first, metadata: { tags: ['card'] } };
    assert.deepEqual(pictures(tagged, last), ['data:image/png;base64,AAAA']);
    assert.match(pictures(first, chart, last).join(), /^data:image\/svg\+xml;base64,[^,]*$/);
  });

  test('else the last picture, and where there is none the last chart', () => {
    assert.deepEqual(pictures(first, last, { ...chart, metadata: {} }), ['data:image/png;base64,BBBB']);
    assert.equal(pictures({ ...chart, metadata: {} }).length, 1);
    assert.deepEqual(pictures(code('')), []);
    assert.deepEqual(pictures(first, code('', 'card')), ['data:image/png;base64,AAAA']);
  });
});

test('a card shows its whole picture, however wide or tall', skipWithoutBrowser, async () => {
  const drawn = (width: number, height: number) =>
    shows(
      code('', 'card'),
      'image/svg+xml',
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"/>`,
    );
  const reports = [drawn(1200, 100), drawn(100, 1200)].map((cell, i) => ({
    name: `${i}`,
    notebook: notebook(markdown('# One'), cell),
  }));
  await using index = await opened(indexPage(reports));
  const pictures = await index.page.evaluate<{ width: number; height: number; fit: string }[]>(
    `[...document.querySelectorAll('.card img')].map((picture) => {
      const { width, height } = picture.getBoundingClientRect();
      return { width, height, fit: getComputedStyle(picture).objectFit };
    })`,
  );
  const [wide, tall] = pictures as [(typeof pictures)[0], (typeof pictures)[0]];
  assert.ok(Math.abs(wide.width / wide.height - 12) < 0.1, JSON.stringify(wide));
  assert.deepEqual([tall.height, tall.fit], [256, 'contain']);
});

test('no lesson names two cells, and the one that it names shows a picture', () => {
  const folder = join(project().root, 'notebooks');
  for (const file of findNotebooks(folder, [])) {
    const lesson = readNotebook(file);
    const named = lesson.cells.flatMap(({ metadata }, i) => (metadata.tags?.includes('card') ? [i] : []));
    assert.ok(named.length <= 1, file.name);
    const shown = displayed(lesson).filter(({ cell }) => named.includes(cell));
    assert.equal(
      shown.some(({ data }) => pictureOf(data)),
      named.length === 1,
      file.name,
    );
  }
});

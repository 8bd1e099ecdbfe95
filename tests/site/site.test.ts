/** The site: where its links lead, and that the reference can be written without a complaint. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { suite, test } from 'node:test';
import { project } from '../../tools/setup/project.mjs';
import { writeReference } from '../../tools/site/api.ts';
import { documentPage, lessonPage, relinked, sitePages } from '../../tools/site/documents.ts';
import { code, markdown, notebook } from '../report/notebooks.ts';
import { temporaryFolder } from '../setup/temporary.ts';

const { root } = project();
const pages = new Map([
  ['README.md', 'README.html'],
  ['lib/README.md', 'lib/README.html'],
  ['docs/a.md', 'docs/a.html'],
  ['notebooks/01-x.ipynb', '01-x.html'],
]);

suite('a link of a document', () => {
  const examples: [from: string, link: string, then: string][] = [
    ['README.md', '[a](docs/a.md)', '[a](docs/a.html)'],
    ['docs/a.md', '[a](../lib/README.md#map)', '[a](../lib/README.html#map)'],
    ['docs/a.md', '[lesson](../notebooks/01-x.ipynb)', '[lesson](../01-x.html)'],
    ['README.md', '[a folder](lib)', '[a folder](lib/README.html)'],
    ['notebooks/01-x.ipynb', '[itself](01-x.ipynb)', '[itself](01-x.html)'],
    ['README.md', '[code](tools/main.ts)', 'code'],
    ['README.md', '[out](https://example.org/a.md)', '[out](https://example.org/a.md)'],
    ['README.md', '[below](#below)', '[below](#below)'],
    ['README.md', '[b](#see-below)\n\n## See below!', '[b](#See-below!)\n\n## See below!'],
    ['README.md', '![picture](docs/a.md)', '![picture](docs/a.md)'],
  ];
  for (const [from, link, then] of examples)
    test(`${link} in ${from}`, () => assert.equal(relinked(link, from, pages), then));
});

test('code is no text: a lesson’s cells of code stay as they are', () => {
  const link = '[a](01-x.ipynb)';
  const { cells } = lessonPage(notebook(markdown(link), code(link)), '01-x', pages);
  assert.deepEqual(
    cells.map(({ source }) => source),
    ['[a](01-x.html)', link],
  );
});

suite('documents', () => {
  const documents = [...sitePages(root, []).keys()];

  test('are found in all rooms', () => {
    for (const path of ['README.md', 'CONTRIBUTING.md', 'docs/teaching.md', 'lib/src/ops/README.md'])
      assert.ok(documents.includes(path), path);
    assert.ok(documents.every((path) => !path.includes('node_modules')));
  });

  for (const path of documents) {
    test(`${path}: links lead to what is there`, () => {
      const text = readFileSync(join(root, path), 'utf8').replaceAll(/^```[^]*?^```/gm, '');
      for (const [, target] of text.matchAll(/\]\(([^()\s]+)\)/g)) {
        if (/^(#|\w+:)/.test(target!)) continue;
        assert.ok(existsSync(join(root, dirname(path), decodeURI(target!.split('#')[0]!))), target);
      }
      assert.equal(documentPage(root, path, sitePages(root, [])).cells.length, 1);
    });
  }
});

test('TypeDoc writes the reference and has nothing to say', async (t) => {
  const folder = join(temporaryFolder(t), 'api');
  await writeReference(root, folder);
  for (const page of ['index.html', join('modules', 'games.html')])
    assert.ok(existsSync(join(folder, page)), page);
});

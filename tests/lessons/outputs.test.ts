/** The outputs that the lessons are saved with: of their source as it stands, from a clean kernel, at the defaults. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { provenanceOf } from '../../tools/report/provenance.ts';
import { findNotebooks, readNotebook, type Notebook } from '../../tools/report/notebook.ts';
import { withNumbers } from '../../tools/report/prose.ts';
import { fingerprint, outputsBelong, save } from '../../tools/report/saved.ts';
import { project } from '../../tools/setup/project.mjs';
import { kernelInfo } from '../../tools/tslab/kernel/requests.ts';
import type { Tslab } from '../../tools/tslab/kernel/tslab.ts';

const folder = join(project().root, 'notebooks');
const lessons = findNotebooks(folder, []).filter(({ name }) => /^\d\d-/.test(name));

for (const file of lessons) {
  describe(file.name, () => {
    const notebook = readNotebook(file);
    const code = notebook.cells.filter(({ cell_type }) => cell_type === 'code');

    test('its outputs are those of its source', () => {
      assert.ok(
        outputsBelong(notebook),
        `execute it again: npm run report -- ${file.name.slice(0, 2)} --save`,
      );
    });

    test('it was executed from a clean kernel, from the top to the end, without an error', () => {
      const counts = code.map((cell) => (cell as { execution_count?: number | null }).execution_count);
      assert.deepEqual(
        counts,
        code.map((_, i) => i + 1),
      );
      const failed = code
        .filter(({ metadata }) => !metadata.tags?.includes('raises-exception'))
        .flatMap(({ outputs = [] }) => outputs.filter(({ output_type }) => output_type === 'error'));
      assert.deepEqual(failed, []);
    });

    test('its solutions passed the checks of its exercises', () => {
      const asked = notebook.cells.filter(({ metadata }) => metadata.tags?.includes('exercise'));
      const said = JSON.stringify(code.map(({ outputs }) => outputs));
      for (const { metadata } of asked) {
        const { id } = (metadata as { gan?: { id?: string } }).gan ?? {};
        assert.ok(said.includes(`✓ ${id}: right`), `✓ ${id}: right`);
        assert.ok(!said.includes(`✗ ${id}`), `✗ ${id}`);
      }
    });

    test('at its defaults', () => {
      const changed = provenanceOf(notebook)?.settings.filter((setting) => setting.changed);
      assert.deepEqual(changed, []);
    });

    test('the numbers that its prose quotes are those of its outputs', () => {
      const prose = ({ cells }: Notebook) => cells.map(({ source }) => source);
      assert.deepEqual(prose(withNumbers(notebook)), prose(notebook));
    });

    test('it says of the language what the kernel says: JupyterLab calls it edited otherwise', () => {
      const ts = createRequire(import.meta.url)('@tslab/typescript-for-tslab') as Tslab['ts'];
      const { language_info } = kernelInfo({ ts, version: '' } as Tslab);
      assert.deepEqual(notebook.metadata['language_info'], language_info);
    });

    test('it takes less than 3 MB', () => {
      assert.ok(statSync(join(folder, `${file.name}.ipynb`)).size < 3e6);
    });
  });
}

test('a changed line, cell or order of cells is noticed', () => {
  const notebook = (...sources: string[]): Notebook => ({
    metadata: {},
    cells: sources.map((source) => ({ cell_type: 'code', source, metadata: {} })),
  });
  const before = fingerprint(notebook('a', 'b'));
  assert.equal(fingerprint(notebook('a', 'b')), before);
  for (const other of [notebook('b', 'a'), notebook('a b'), notebook('a', 'b', ''), notebook('a', 'b ')]) {
    assert.notEqual(fingerprint(other), before);
  }
  assert.equal(outputsBelong(notebook('a')), false);
});

test('what is saved is what is read again, and knows that it belongs together', () => {
  const place = { folder: mkdtempSync(join(tmpdir(), 'gan-saved-')), name: 'one' };
  const outputs = [{ output_type: 'stream' as const, name: 'stdout' as const, text: '2\n' }];
  const executed: Notebook = {
    metadata: { title: 'one' },
    cells: [
      { cell_type: 'markdown', source: '# One\n\nline', metadata: {} },
      { cell_type: 'code', source: 'const a = 2;\nconsole.log(a)', metadata: {}, outputs },
    ],
  };
  save(place, executed);
  const read = readNotebook(place);
  assert.deepEqual(read.cells, executed.cells);
  assert.equal(read.metadata['title'], 'one');
  assert.equal(outputsBelong(read), true);
  const edited = { ...read, cells: read.cells.map((cell) => ({ ...cell, source: `${cell.source} ` })) };
  assert.equal(outputsBelong(edited), false);
  rmSync(place.folder, { recursive: true });
});

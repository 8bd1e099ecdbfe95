/** The first notebook, executed in the real kernel: what it finds on this machine, and its demonstration. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { findNotebooks, readNotebook } from '../../tools/report/notebook.ts';
import { project } from '../../tools/setup/project.mjs';
import { runNotebook } from '../run-notebook.ts';
import { executedQuickly } from './quick.ts';

const folder = join(project().root, 'notebooks');

describe('00 start here, quick', () => {
  const { found, cells } = executedQuickly('00', (notebook) => notebook);

  it('finds the machine ready', () => {
    const { checks, bad } = found;
    assert.equal(checks, 8);
    // How fast a machine is, and how many cores it has, is nothing that a test may ask of it.
    assert.deepEqual(
      String(bad)
        .split(', ')
        .filter((check) => !['', 'speed', 'cores'].includes(check)),
      [],
    );
    assert.ok(found['gigaflops']! > 0.1);
    assert.ok(found['cores']! >= 1);
  });

  it('gives each check a line', () => {
    const table = cells.find(({ source }) => source.includes('const findings'))?.text ?? '';
    for (const line of ['70,000 images', 'backend tensorflow', 'can be written to', '% of the test digits'])
      assert.ok(table.includes(line), `"${line}" is not in ${table}`);
  });

  it('trains its demonstration to the end and keeps the run', () => {
    assert.equal(found['step'], 100);
    assert.equal(found['keptRuns'], 1);
  });
});

describe('a check that fails', () => {
  it('says what is wrong, and the others go on', async () => {
    const { results, cells } = await runNotebook('00', {
      set: { profile: 'quick' },
      edit: (notebook) => ({
        ...notebook,
        cells: notebook.cells.map((cell) => ({
          ...cell,
          source: cell.source.replace('() => [writable(runsFolder)]', "() => [writable('/dev/null/runs')]"),
        })),
      }),
    });
    assert.match(String(results['bad']), /folder of kept runs/);
    assert.equal(results['checks'], 8);
    assert.ok(cells.some(({ text }) => /✗ +ENOTDIR/.test(text)));
  });
});

describe('what 00 links to', () => {
  it('is there', () => {
    const [file] = findNotebooks(folder, ['00']);
    const text = readNotebook(file!).cells.map(({ cell_type, source }) =>
      cell_type === 'markdown' ? source : '',
    );
    const links = [...text.join('\n').matchAll(/\]\(([^)#:]+)\)/g)].map(([, link = '']) => link);
    assert.ok(links.length >= 6);
    for (const link of links) assert.ok(existsSync(join(folder, link)), `${link} is not there`);
  });
});

/** Which notebooks JupyterLab is told to trust: those of the commit, as long as they are what was committed. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import { signCommitted } from '../../tools/notebooks/trust.ts';
import { project } from '../../tools/setup/project.mjs';
import { code, notebook } from '../report/notebooks.ts';
import { temporaryFolder } from './temporary.ts';

const { python } = project();

/** What Jupyter itself says of notebooks, a line each. */
const CHECK = `
import os, sys, nbformat
from nbformat.sign import NotebookNotary
with NotebookNotary(data_dir=os.environ['JUPYTER_DATA_DIR']) as notary:
    for path in sys.argv[1:]:
        print(notary.check_signature(nbformat.read(path, as_version=4)))
`;

/** A notebook with a page in it, whose text is its name. */
const page = (name: string): string =>
  JSON.stringify(
    notebook({
      ...code(''),
      outputs: [{ output_type: 'display_data', data: { 'text/html': name }, ...{ metadata: {} } }],
    }),
  );

/** A clone whose commit has the notebooks a and b. */
function clone(t: TestContext) {
  const root = temporaryFolder(t);
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args], { cwd: root });
  const path = (name: string): string => join(root, 'notebooks', `${name}.ipynb`);
  mkdirSync(join(root, 'notebooks'));
  for (const name of ['a', 'b']) writeFileSync(path(name), page(name));
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '-m', 'a and b');
  const places = { root, python, data: join(root, 'data') };
  return {
    path,
    sign: (...names: string[]) => signCommitted(names.map(path), places),
    trusted: (...names: string[]): boolean[] => {
      const env = { ...process.env, JUPYTER_DATA_DIR: places.data };
      const said = execFileSync(python, ['-c', CHECK, ...names.map(path)], { env, encoding: 'utf8' });
      return said
        .trim()
        .split('\n')
        .map((line) => line === 'True');
    },
  };
}

suite('a notebook is trusted', () => {
  test('if it is the committed one; not if it was edited, added or staged', (t) => {
    const { path, sign, trusted } = clone(t);
    writeFileSync(path('b'), page('something else'));
    writeFileSync(path('c'), page('c'));
    execFileSync('git', ['add', path('c')], { cwd: join(path('c'), '..') });
    sign('a', 'b', 'c');
    assert.deepEqual(trusted('a', 'b', 'c'), [true, false, false]);
  });

  test('no longer once it is edited, and again when it is as it was', (t) => {
    const { path, sign, trusted } = clone(t);
    const before = readFileSync(path('a'));
    sign('a', 'b');
    writeFileSync(path('a'), page('edited'));
    sign('a', 'b');
    assert.deepEqual(trusted('a', 'b'), [false, true]);
    writeFileSync(path('a'), before);
    sign('a', 'b');
    assert.deepEqual(trusted('a', 'b'), [true, true]);
  });

  test('only byte for byte: one more space is another file', (t) => {
    const { path, sign, trusted } = clone(t);
    appendFileSync(path('a'), ' ');
    sign('a', 'b');
    assert.deepEqual(trusted('a', 'b'), [false, true]);
  });

  test('of a folder that is no clone, none', (t) => {
    const root = temporaryFolder(t);
    const path = join(root, 'a.ipynb');
    writeFileSync(path, page('a'));
    signCommitted([path], { root, python, data: join(root, 'data') });
    assert.throws(() => readFileSync(join(root, 'data', 'nbsignatures.db')));
  });
});

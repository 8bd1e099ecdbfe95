import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { kernelspec } from '../../tools/tslab/kernelspec.mjs';
import { compileLibrary } from '../../tools/tslab/library.ts';
import { project } from '../../tools/setup/project.mjs';
import { run, stream } from './kernel.ts';

const here = project();
const require = createRequire(import.meta.url);

describe('the compilation of lib', () => {
  /** A project with a library of one file and what of it goes into pages, and our tools, in a folder with an awkward name. */
  const root = mkdtempSync(join(tmpdir(), 'gan nötebooks '));
  const source = join(root, 'lib', 'src', 'index.ts');
  const compiled = join(root, 'lib', 'dist', 'index.js');
  const page = join(root, 'lib', 'src', 'page');
  const bundled = join(root, 'lib', 'dist', 'page', 'library.js');

  /** What a page gets. */
  const inPage = (): Record<string, unknown> => {
    Reflect.deleteProperty(require.cache, bundled);
    return { ...require(bundled) };
  };

  /** Edits the library, a little while ago: a file that was saved in the very moment of a compilation counts as newer. */
  function write(code: string, file = source): void {
    writeFileSync(file, code);
    const then = new Date(Date.now() - 10);
    utimesSync(file, then, then);
  }

  before(() => {
    for (const folder of ['lib/src/page', 'notebooks']) mkdirSync(join(root, folder), { recursive: true });
    for (const file of [
      'package.json',
      'tsconfig.json',
      'lib/package.json',
      'lib/tsconfig.json',
      'tools/tslab',
    ]) {
      cpSync(join(here.root, file), join(root, file), { recursive: true });
    }
    for (const name of ['project', 'files', 'user-error'])
      cpSync(join(here.root, `tools/setup/${name}.mjs`), join(root, `tools/setup/${name}.mjs`));
    symlinkSync(here.modules, join(root, 'node_modules'));
    write('export const answer: number = 41;\n');
    write("export { answer } from '../index';\n", join(page, 'index.ts'));
  });
  after(() => rmSync(root, { recursive: true }));

  test('happens when there is none, and after an edit', () => {
    assert.equal(compileLibrary({ root }), '');
    assert.match(readFileSync(compiled, 'utf8'), /answer = 41/);
    write('export const answer: number = 42;\n');
    assert.equal(compileLibrary({ root }), '');
    assert.match(readFileSync(compiled, 'utf8'), /answer = 42/);
  });

  test('writes nothing when there is nothing to do', () => {
    const before = statSync(compiled).mtimeMs;
    assert.equal(compileLibrary({ root }), '');
    assert.equal(statSync(compiled).mtimeMs, before);
  });

  test('that fails says why, as often as asked, and leaves the last good build', () => {
    write("export const answer: number = 'many';\n");
    const complaint =
      /^src\/index\.ts\(1,14\): error TS2322: .*'string' is not assignable to type 'number'\.\n$/;
    assert.match(compileLibrary({ root }), complaint);
    assert.match(compileLibrary({ root }), complaint);
    assert.match(readFileSync(compiled, 'utf8'), /answer = 42/);
  });

  test('that failed is told by the first cell of a kernel, which uses the last good build', async () => {
    const spec = kernelspec({ root, node: here.node });
    const code = `console.log(require(${JSON.stringify(compiled)}).answer);`;
    const { cells } = await run(spec, [code, code], { cwd: join(root, 'notebooks') });
    assert.match(
      stream(cells[0], 'stderr'),
      /^lib does not compile; this kernel uses its last good build\.\nsrc\/index/,
    );
    assert.equal(stream(cells[0], 'stdout'), '42\n');
    assert.equal(stream(cells[1], 'stderr'), '');
    assert.equal(
      cells[1]?.messages.filter(({ type }) => type === 'execute_input').length,
      1,
      'other patches work',
    );
  });

  test('by several processes at once leaves a sound build', async () => {
    const filler = Array.from({ length: 5_000 }, (_, line) => `export const line${line} = ${line};`).join(
      '\n',
    );
    write(`export const answer: number = 43;\n${filler}\n`);
    const module = JSON.stringify(join(here.root, 'tools/tslab/library.ts'));
    const code = `import { compileLibrary } from ${module}; process.stdout.write(compileLibrary({ root: process.argv[1] }));`;
    const compile = (): Promise<{ stdout: string }> =>
      promisify(execFile)(here.node, ['--input-type=module', '-e', code, root]);
    for (const { stdout } of await Promise.all([compile(), compile(), compile()])) assert.equal(stdout, '');
    const { answer, line4999 } = await import(compiled);
    assert.deepEqual([answer, line4999], [43, 4999]);
  });

  test('bundles what goes into pages, with what stands in for Node’s modules there', () => {
    const folder = "import { sep } from 'node:path';\nexport const folder: string = sep;\n";
    write(folder, join(page, 'folder.ts'));
    write("export const folder: string = 'none';\n", join(page, 'folder.page.ts'));
    write("export { answer } from '../index';\nexport { folder } from './folder';\n", join(page, 'index.ts'));
    write('export const answer: number = 42;\n');
    assert.equal(compileLibrary({ root }), '');
    assert.deepEqual(inPage(), { answer: 42, folder: 'none' });
  });

  test('says so if something for pages needs a module of Node, and leaves the last good build', () => {
    rmSync(join(page, 'folder.page.ts'));
    write('export const answer: number = 40;\n');
    const complaint = /^src\/page\/folder\.ts\(1,21\): error: Could not resolve "node:path"\n$/;
    assert.match(compileLibrary({ root }), complaint);
    assert.match(compileLibrary({ root }), complaint);
    assert.match(readFileSync(compiled, 'utf8'), /answer = 42/);
    assert.equal(inPage()['answer'], 42);
  });
});

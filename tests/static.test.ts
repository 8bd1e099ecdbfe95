/** What holds of the source as text: it is linted, formatted, typed, pinned, and says nothing of any machine. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { ESLint } from 'eslint';
import { project } from '../tools/setup/project.mjs';

const { root, modules } = project();

/** Runs a package's program in the project and fails with what it prints. */
function runs(program: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(modules, program), ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  assert.ok(status === 0, `${stdout}${stderr}`);
}

suite('source', () => {
  test('ESLint finds nothing', async () => {
    const eslint = new ESLint({ cwd: root });
    const results = await eslint.lintFiles('.');
    const formatter = await eslint.loadFormatter('stylish');
    const findings = await formatter.format(results);
    assert.ok(findings === '', findings);
  });

  test('Prettier would write it the same', () => runs('prettier/bin/prettier.cjs', '--check', '.'));

  test('tools and tests have no type error', () => runs('typescript/bin/tsc', '--noEmit', '-p', '.'));

  test('lib has no type error', () => runs('typescript/bin/tsc', '--noEmit', '-p', 'lib'));
});

suite('versions', () => {
  const manifests = ['package.json', 'lib/package.json', 'tools/setup/runtime/package.json'];
  for (const manifest of manifests) {
    test(`${manifest} names each dependency's exact version`, () => {
      const { dependencies, devDependencies, optionalDependencies } = readJson(manifest);
      const all = { ...dependencies, ...devDependencies, ...optionalDependencies };
      for (const [name, version] of Object.entries(all))
        assert.match(String(version), /^\d+\.\d+\.\d+$/, name);
    });
  }

  for (const lock of ['package-lock.json', 'tools/setup/runtime/package-lock.json']) {
    test(`${lock} has a checksum for every package, and no address`, () => {
      for (const [path, entry] of Object.entries(readJson(lock).packages as Record<string, Locked>)) {
        if (path.includes('node_modules/') && !entry.link)
          assert.match(entry.integrity ?? '', /^sha512-/, path);
        assert.doesNotMatch(entry.resolved ?? '', /:/, path);
      }
    });
  }

  for (const file of ['tools/setup/python.txt', 'tools/setup/tensorflow.txt']) {
    test(`${file} has exact versions with checksums`, () => {
      const requirements = read(file)
        .replaceAll('\\\n', ' ')
        .split('\n')
        .filter((line) => /^\w/.test(line));
      assert.ok(requirements.length > 0);
      for (const line of requirements)
        assert.match(line, /^[\w.-]+==[\w.]+( ;[^#]*)?( +--hash=sha256:[0-9a-f]{64})+$/);
    });
  }

  test('python.txt has the versions of python.in', () => {
    const wanted = read('tools/setup/python.in')
      .split('\n')
      .filter((line) => /^\w/.test(line));
    assert.ok(wanted.length > 0);
    for (const line of wanted) assert.ok(read('tools/setup/python.txt').includes(`\n${line} `), line);
  });
});

test('no tracked file names a package registry or somebody’s home', () => {
  const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
    .split('\0')
    .filter(Boolean);
  assert.ok(tracked.length > 0);
  for (const file of tracked) {
    const text = read(file);
    if (text.includes('\0')) continue;
    assert.doesNotMatch(text, /:\/\/[^/\s]*(registry|pypi|pythonhosted|mirror)/, file);
    assert.doesNotMatch(text, /\/(home|root|Users)\/\w/, file);
  }
});

interface Locked {
  link?: boolean;
  inBundle?: boolean;
  integrity?: string;
  resolved?: string;
}

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

function readJson(file: string): Record<string, Record<string, unknown>> {
  return JSON.parse(read(file));
}

/** What holds of the source as text: it is linted, formatted, typed, pinned, and says nothing of any machine. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { suite, test } from 'node:test';
import { ESLint } from 'eslint';
import { project } from '../tools/setup/project.mjs';

const { root, modules } = project();

const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
  .split('\0')
  .filter(Boolean);

/** The tracked files of this name, of which there is one at least. */
function trackedAs(name: string): string[] {
  const files = tracked.filter((file) => basename(file) === name);
  assert.ok(files.length > 0, name);
  return files;
}

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

  test('Knip finds no file, dependency or export that nothing uses', () =>
    runs('knip/bin/knip.js', '--no-progress', '--include', 'files,dependencies,exports,types'));
});

suite('versions', () => {
  for (const manifest of trackedAs('package.json')) {
    test(`${manifest} names each dependency's exact version`, () => {
      const { dependencies, devDependencies, optionalDependencies } = readJson(manifest);
      const all = { ...dependencies, ...devDependencies, ...optionalDependencies };
      for (const [name, version] of Object.entries(all))
        assert.match(String(version), /^\d+\.\d+\.\d+$/, name);
    });
  }

  for (const lock of trackedAs('package-lock.json')) {
    test(`${lock} has a checksum for every package, and no address`, () => {
      for (const [path, entry] of Object.entries(readJson(lock).packages as Record<string, Locked>)) {
        const isDownloaded = path.includes('node_modules/') && !entry.link && !entry.inBundle;
        if (isDownloaded) assert.match(entry.integrity ?? '', /^sha512-/, path);
        assert.doesNotMatch(entry.resolved ?? '', /:/, path);
      }
    });
  }

  for (const file of [...trackedAs('python.txt'), ...trackedAs('tensorflow.txt'), ...trackedAs('zig.txt')]) {
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

  for (const file of trackedAs('python.in')) {
    test(`${file} has its versions in the python.txt beside it`, () => {
      const wanted = read(file)
        .split('\n')
        .filter((line) => /^\w/.test(line));
      assert.ok(wanted.length > 0);
      const locked = read(file.replace(/in$/, 'txt'));
      for (const line of wanted) assert.ok(locked.includes(`\n${line} `), line);
    });
  }
});

test('no tracked file names a package registry or somebody’s home', () => {
  for (const file of tracked) {
    const text = read(file);
    if (text.includes('\0')) continue;
    assert.doesNotMatch(text, /:\/\/[^/\s]*(registry|pypi|pythonhosted|mirror)/, file);
    assert.doesNotMatch(text, /\/(home|root|Users)\/\w/, file);
  }
});

test('continuous integration runs the command that the README names, and no other', () => {
  const commands = read('.ci/run')
    .split('\n')
    .filter((line) => line !== '' && !/^(#|set |cd )/.test(line));
  assert.deepEqual(commands, ['npm test']);
  assert.match(read('.github/workflows/test.yml'), /^ +- run: \.ci\/run$/m);
  assert.ok(read('README.md').includes('`npm test`'));
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

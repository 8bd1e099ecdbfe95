/** What set-up needs of a machine, and what it says where that is missing. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import { diagnosis, UserError } from '../../tools/setup/user-error.mjs';
import { project, SYSTEM } from '../../tools/setup/project.mjs';
import { compiler, zigCompiler } from '../../tools/setup/steps/compiler.mjs';
import { stepsFor } from '../../tools/setup/steps/index.mjs';
import { findPython } from '../../tools/setup/steps/python.mjs';
import { temporaryFolder } from './temporary.ts';

/** For one test, PATH holds nothing but these programs, which are shell scripts. */
function onlyOnPath(t: TestContext, programs: Record<string, string>): void {
  const folder = temporaryFolder(t);
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  const before = process.env['PATH'];
  process.env['PATH'] = folder;
  t.after(() => (process.env['PATH'] = before));
}

const saysInOneLine = (pattern: RegExp) => (error: unknown) => {
  assert.ok(error instanceof UserError);
  assert.match(error.message, pattern);
  assert.doesNotMatch(error.message, /\n/);
  return true;
};

suite('Node.js on PATH', () => {
  const main = join(project().root, 'tools', 'setup', 'main.mjs');

  /** Runs the entry with another version number. */
  const under = (version: string, command: string) =>
    spawnSync(
      process.execPath,
      [
        '--import',
        `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'${version}'})`,
        main,
        command,
      ],
      { encoding: 'utf8' },
    );

  for (const version of ['12.22.12', '18.20.8', '19.9.0']) {
    test(`${version} is too old, which one line says`, () => {
      const { status, stdout, stderr } = under(version, 'start');
      assert.equal(status, 1);
      assert.equal(stdout, '');
      assert.match(
        stderr,
        new RegExp(`^GAN Notebooks needs Node\\.js 20 or newer .* is ${version}: install .*\\n$`),
      );
    });
  }

  test('20 is enough to go on, here to a command that does not exist', () => {
    const { status, stderr } = under('20.0.0', 'dance');
    assert.equal(status, 2);
    assert.match(
      stderr,
      /^There is no command "dance": choose one of start, test, test:faults, report, doctor.*\n$/,
    );
  });
});

suite('Python on PATH', () => {
  test('missing: named, with how to install it', (t) => {
    onlyOnPath(t, {});
    assert.throws(
      findPython,
      saysInOneLine(/^Python 3\.10 or newer is needed, and there is no python3 on PATH: sudo apt/),
    );
  });

  test('too old: named with its version', (t) => {
    onlyOnPath(t, { python3: 'echo 9 /usr/bin/python3.9' });
    assert.throws(findPython, saysInOneLine(/and python3 on PATH is 3\.9: sudo apt install python3/));
  });

  test('without venv: the Debian package is named', (t) => {
    onlyOnPath(t, { python3: 'echo 11 /usr/bin/python3.11; exit 1' });
    assert.throws(findPython, saysInOneLine(/^Python 3\.11 lacks .* sudo apt install python3\.11-venv/));
  });

  test('too old, beside a newer one under another name: the newer one is taken', (t) => {
    onlyOnPath(t, {
      python3: 'echo 8 /usr/bin/python3.8',
      'python3.12': 'echo 12 /opt/python/bin/python3.12',
    });
    assert.equal(findPython(), '/opt/python/bin/python3.12');
  });

  test('in a virtual environment, such as our own: the one below it is taken', (t) => {
    const { python, venv } = project();
    onlyOnPath(t, { python3: `exec "${python}" "$@"` });
    assert.ok(!findPython().startsWith(venv));
  });
});

suite('C++ compiler on PATH', { skip: SYSTEM !== 'linux-x64' && 'nothing is compiled here' }, () => {
  const needsZig = (root: string) => stepsFor('start', project(root)).includes(zigCompiler);

  test('missing: set-up gets Zig’s, where something is to be compiled', (t) => {
    onlyOnPath(t, {});
    assert.ok(needsZig(temporaryFolder(t)));
    assert.ok(!needsZig(project().root));
    const [program, ...args] = compiler(project('/clone'));
    assert.equal(program, '/clone/.setup/zig/ziglang/zig');
    assert.deepEqual(args, ['c++', '-target', 'x86_64-linux-gnu.2.27']);
  });

  test('one that does not run is passed over', (t) => {
    onlyOnPath(t, { 'g++': 'exit 1', 'clang++': 'exit 0' });
    assert.deepEqual(compiler(project()), ['clang++']);
    assert.ok(!needsZig(temporaryFolder(t)));
  });
});

suite('what a program printed when it failed', () => {
  const examples: [name: string, output: string, meaning: RegExp][] = [
    [
      'npm without a network',
      'npm error code ENOTFOUND\nnpm error syscall getaddrinfo',
      /a server could not be reached/,
    ],
    ['npm cut off', 'npm error code ECONNRESET\nnpm error network aborted', /a server could not be reached/],
    [
      'pip without a network',
      "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError(…)'",
      /a server could not be reached/,
    ],
    [
      'pip with no index',
      'ERROR: Could not find a version … (from versions: none)',
      /a server could not be reached/,
    ],
    ['npm on a full disk', 'npm error code ENOSPC\nnpm error nospc', /disk is full/],
    [
      'pip on a full disk',
      'ERROR: Could not install packages: [Errno 28] No space left on device',
      /disk is full/,
    ],
    ['a corrupt download', 'npm error code EINTEGRITY', /not what this project was locked to/],
    [
      'a wrong hash',
      'ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.',
      /locked to/,
    ],
    [
      'someone else’s folder',
      "npm error Error: EACCES: permission denied, mkdir 'node_modules'",
      /permission denied/,
    ],
    [
      'lib',
      'src/a.ts(3,4): error TS2322: No.\nsrc/b.ts(1,1): error TS1005: No.',
      /does not compile:\n.*TS2322.*\n.*TS1005/,
    ],
    [
      'anything else',
      'make: going on\nx.cc:1:2: fatal error: y.h: No such file\nend',
      /^x\.cc:1:2: fatal error: y\.h/,
    ],
    ['without the word error', 'one\ntwo\n', /^two$/],
  ];
  for (const [name, output, meaning] of examples) test(name, () => assert.match(diagnosis(output), meaning));
});

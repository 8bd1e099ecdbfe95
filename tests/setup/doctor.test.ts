/** `npm run doctor`: what it says of a fresh clone, of a broken one, and of this one. */
import assert from 'node:assert/strict';
import { chmodSync, cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import { doctor } from '../../tools/setup/doctor.mjs';
import { project } from '../../tools/setup/project.mjs';
import { steps } from '../../tools/setup/steps/index.mjs';
import { packages } from '../../tools/setup/steps/packages.mjs';
import { temporaryFolder } from './temporary.ts';

/** The doctor's lines and exit code for a folder. */
function examine(root: string) {
  const lines: string[] = [];
  const code = doctor(project(root), (line) => lines.push(line));
  return { code, text: lines.join('\n') };
}

/** A clone in which nothing has been set up. */
function freshClone(t: TestContext): string {
  const root = temporaryFolder(t);
  for (const file of ['package.json', 'package-lock.json', join('lib', 'package.json')]) {
    cpSync(join(project().root, file), join(root, file));
  }
  return root;
}

suite('the doctor', () => {
  test('names every step that a fresh clone misses, finds nothing broken, and leaves it as it is', (t) => {
    const root = freshClone(t);
    const { code, text } = examine(root);
    for (const { title } of steps)
      assert.ok(text.includes(`\nMissing: ${title}; npm start or npm test makes it.`), title);
    assert.match(text, /\nNothing is broken\.$/);
    assert.equal(code, 0);
    assert.ok(!existsSync(project(root).setup));
  });

  test('names a virtual environment whose Python is gone, and how to fix it', (t) => {
    const root = freshClone(t);
    mkdirSync(project(root).venv);
    const { code, text } = examine(root);
    assert.match(
      text,
      /Python packages +BROKEN: \.venv\/bin\/python does not run \(.*ENOENT.*\): delete \.venv and run npm start/,
    );
    assert.match(text, /\n1 broken\.$/);
    assert.equal(code, 1);
  });

  test('names a package that is not the one locked', (t) => {
    const root = freshClone(t);
    const here = project(root);
    mkdirSync(here.modules);
    assert.match(examine(root).text, /npm packages +not yet those that package-lock\.json names\n/);
    // As if set-up had made them, and somebody had changed them then.
    writeFileSync(join(here.modules, '.package-lock.json'), '{}');
    mkdirSync(join(here.setup, 'stamps'), { recursive: true });
    writeFileSync(join(here.setup, 'stamps', packages.id), packages.key(here));
    assert.match(
      examine(root).text,
      /npm packages +BROKEN: \S+ should be [\d.]+ and is missing: delete node_modules and run/,
    );
  });

  test('names a Node.js of the project that does not run', (t) => {
    const root = freshClone(t);
    const { node } = project(root);
    mkdirSync(dirname(node), { recursive: true });
    writeFileSync(node, '#!/bin/sh\necho "GLIBC not found" >&2\nexit 1\n');
    chmodSync(node, 0o755);
    assert.match(
      examine(root).text,
      /Node\.js +BROKEN: .* does not run \(GLIBC not found\): delete \.setup\/runtime and run/,
    );
  });

  test('sees the versions that this clone runs on, and TensorFlow computing', () => {
    const { code, text } = examine(project().root);
    assert.match(text, /^System +\w+-\w+, \d+ cores, .*memory free$/m);
    assert.match(
      text,
      new RegExp(`^Node\\.js +.* ${process.versions.node} with npm [\\d.]+ for the project$`, 'm'),
    );
    assert.match(text, /^npm packages +tslab 1\.0\.22, .*@tensorflow\/tfjs-node 4\.22\.0/m);
    assert.match(
      text,
      /^Python packages +jupyterlab [\d.]+, nbconvert [\d.]+, nbclient [\d.]+, plotly [\d.]+$/m,
    );
    assert.match(
      text,
      /^TensorFlow +[\d.]+ under TensorFlow\.js 4\.22\.0, backend tensorflow, oneDNN (on|off), own kernels: (avx512|avx2|baseline|none)$/m,
    );
    assert.equal(code, 0, text);
  });
});

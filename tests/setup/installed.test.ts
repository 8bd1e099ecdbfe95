/** What set-up has made here, used; and how it tells that npm has made its part. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { chromium } from 'playwright-core';
import { findChromium } from '../../tools/setup/chromium.mjs';
import { UserError } from '../../tools/setup/user-error.mjs';
import { project } from '../../tools/setup/project.mjs';
import { packages } from '../../tools/setup/steps/packages.mjs';
import { temporaryFolder } from './temporary.ts';

const here = project();

test('set-up with nothing to do says nothing and takes less than two seconds', () => {
  const seconds = Array.from({ length: 3 }, () => {
    const begun = performance.now();
    const main = join(here.root, 'tools', 'setup', 'main.mjs');
    const { stdout, stderr } = spawnSync(process.execPath, [main, 'start', '--nonsense'], {
      encoding: 'utf8',
    });
    assert.equal(stdout, '');
    assert.match(stderr, /^Unknown option '--nonsense'[^\n]*\n$/);
    return (performance.now() - begun) / 1000;
  });
  assert.ok(Math.min(...seconds) < 2, `${seconds.join(', ')} s`);
});

test('the browser for tests draws, WebGL 2 included', async (t) => {
  const browser = findChromium();
  if (!browser) {
    t.skip('there is no Chromium for this system');
    return;
  }
  const running = await chromium.launch(browser);
  t.after(() => running.close());
  const page = await running.newPage();
  await page.setContent('<h1>größe</h1><canvas></canvas>');
  assert.ok(await page.evaluate("document.querySelector('canvas').getContext('webgl2') !== null"));
  assert.ok(Number(await page.evaluate("document.querySelector('h1').getBoundingClientRect().height")) > 10);
});

suite('the wheel of TensorFlow', () => {
  test('is unpacked as far as it is needed', (t) => {
    const folder = temporaryFolder(t);
    const wheel = join(folder, 'a.whl');
    const names = [
      'tensorflow/libtensorflow_cc.so.2',
      'tensorflow/libtensorflow_framework.so.2',
      'tensorflow/python/libtensorflow_cc.so.2',
      'tensorflow/include/tensorflow/c/c_api.h',
      'tensorflow/include/tensorflow/c/eager/c_api.cc',
      'tensorflow/include/xla/tsl/c/status.h',
      'tensorflow/include/Eigen/Core.h',
    ];
    const zip =
      'import sys, zipfile\nwith zipfile.ZipFile(sys.argv[1], "w") as z:\n for n in sys.argv[2:]: z.writestr(n, n)';
    execFileSync(here.python, ['-c', zip, wheel, ...names]);

    const target = join(folder, 'tensorflow');
    execFileSync(here.python, [join(here.root, 'tools', 'setup', 'unpack.py'), wheel, target]);
    const files = readdirSync(target, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    assert.deepEqual(files.map(({ name }) => name).sort(), [
      'c_api.h',
      'libtensorflow_cc.so.2',
      'libtensorflow_framework.so.2',
      'status.h',
    ]);
    const library = join(target, 'lib', 'libtensorflow_cc.so.2');
    assert.equal(readFileSync(library, 'utf8'), 'tensorflow/libtensorflow_cc.so.2');
    assert.ok(existsSync(join(target, 'include', 'tensorflow', 'c', 'c_api.h')));
  });
});

suite('npm packages', () => {
  test('are not installed again over what a developer has installed', () =>
    packages.run(here, () => assert.fail('npm is run')));

  test('are installed if an older npm has left out the part of one that is for this system', async (t) => {
    const root = temporaryFolder(t);
    mkdirSync(join(root, 'node_modules'));
    cpSync(join(here.root, 'package-lock.json'), join(root, 'package-lock.json'));
    const installed = JSON.parse(readFileSync(join(here.modules, '.package-lock.json'), 'utf8'));
    const all = Object.entries(installed.packages);
    const others = all.filter(([path]) => !path.startsWith('node_modules/nodejs-polars-'));
    assert.equal(others.length, all.length - 1);
    writeFileSync(
      join(root, 'node_modules', '.package-lock.json'),
      JSON.stringify({ ...installed, packages: Object.fromEntries(others) }),
    );

    const calls: string[][] = [];
    const sh = async (_program: string, args: string[]) => void calls.push(args);
    // The npm of this test installs nothing, as npm does for want of a network: that is noticed.
    await assert.rejects(packages.run(project(root), sh), (error) => error instanceof UserError);
    assert.deepEqual(
      calls.map(([, command]) => command),
      ['ci'],
    );
  });
});

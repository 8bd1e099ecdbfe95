/** gan-lib as a package in somebody else's folder: packed, unpacked there, and docs/library.md's example run by a plain Node.js. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import sharp from 'sharp';
import { environment } from '../../tools/setup/environment.mjs';
import { project } from '../../tools/setup/project.mjs';

const here = project();
const manifest = JSON.parse(readFileSync(join(here.root, 'lib', 'package.json'), 'utf8')) as {
  version: string;
  dependencies: Record<string, string>;
};

/** The example of docs/library.md, with so many steps that a test can wait for them. */
function example(): string {
  const document = readFileSync(join(here.root, 'docs', 'library.md'), 'utf8');
  const [, code = ''] = /```ts\n(import [^]*?)```/.exec(document)!;
  const short = code.replaceAll(/steps: \d+/g, 'steps: 2').replace('pictures: seen, seed: 1 }', 'pictures: seen, seed: 1, batchSize: 8 }'); // prettier-ignore
  assert.notEqual(short, code);
  return short;
}

suite('gan-lib in an empty folder', () => {
  let folder: string;

  /** A package of this repository, as an installation would put it there. */
  function link(name: string, modules = here.modules) {
    mkdirSync(dirname(join(folder, 'node_modules', name)), { recursive: true });
    symlinkSync(join(modules, name), join(folder, 'node_modules', name));
  }

  const run = (file: string, env: NodeJS.ProcessEnv = {}) => {
    const own = { ...environment(here), ...env };
    return spawnSync(here.node, [file], { cwd: folder, encoding: 'utf8', env: own });
  };

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'library ä '));
    execFileSync(here.node, [here.npm, 'pack', '-w', 'lib', '--pack-destination', folder], {
      cwd: here.root,
      env: environment(here),
      stdio: 'pipe',
    });
    const archive = join(folder, `gan-lib-${manifest.version}.tgz`);
    execFileSync('tar', ['-xzf', archive, '-C', folder]);
    mkdirSync(join(folder, 'node_modules'));
    execFileSync('mv', [join(folder, 'package'), join(folder, 'node_modules', 'gan-lib')]);
    Object.keys(manifest.dependencies).forEach((name) => link(name));
    mkdirSync(join(folder, 'pictures'));
    for (let i = 0; i < 120; i++) {
      const background = { r: (40 * i) % 256, g: (90 * i) % 256, b: (i * i) % 256 };
      await sharp({ create: { width: 40, height: 40, channels: 3, background } }).toFile(join(folder, 'pictures', `${i}.png`)); // prettier-ignore
    }
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  test('the package holds what is compiled, its types and its README, and no sources', () => {
    const within = (...path: string[]) => readdirSync(join(folder, 'node_modules', 'gan-lib', ...path));
    assert.deepEqual(within().sort(), ['README.md', 'dist', 'package.json']);
    assert.ok(within('dist').includes('index.d.ts') && !within('dist').includes('index.ts'));
    assert.ok(!within('dist', 'ops').includes('kernels')); // compiled for the TensorFlow of this repository
  });

  test('the worked example trains, judges and exports', () => {
    writeFileSync(join(folder, 'own.mjs'), example());
    const { status, stdout, stderr } = run('own.mjs');
    assert.equal(status, 0, stderr);
    assert.match(stdout, /frechet: [\d.]+[^]* floor [^]*frechet: [\d.]+/);
    const files = ['index.html', 'model.json', 'tf.min.js', 'weights.bin'];
    assert.deepEqual(readdirSync(join(folder, 'my-generator')).sort(), files);
  });

  test('without native TensorFlow it says so in one line and computes the same in plain JavaScript', () => {
    const script = `
      import { models } from 'gan-lib';
      const network = models.network({ name: 'n', input: [3], layers: [models.dense(4), models.tanh()], seed: 1 });
      const x = network.apply((await import('@tensorflow/tfjs-core')).default.ones([1, 3]));
      console.log(JSON.stringify(Array.from(x.dataSync())));`;
    writeFileSync(join(folder, 'one.mjs'), script);
    const native = run('one.mjs');
    assert.equal(native.status, 0, native.stderr);
    assert.doesNotMatch(native.stderr, /gan-lib/);
    // In its place, a package that cannot be loaded, as tfjs-node is one where its binary is missing.
    const place = join(folder, 'node_modules', '@tensorflow', 'tfjs-node');
    rmSync(place, { recursive: true });
    mkdirSync(place);
    writeFileSync(join(place, 'package.json'), '{"name":"@tensorflow/tfjs-node","main":"i.js"}');
    writeFileSync(join(place, 'i.js'), 'throw new Error("no addon here\\nmore");');
    const plain = run('one.mjs');
    assert.equal(plain.status, 0, plain.stderr);
    assert.match(plain.stderr, /^gan-lib: without TensorFlow's native library .* no addon here\n/m);
    const [a, b] = [native, plain].map(({ stdout }) => JSON.parse(stdout) as number[]);
    a!.forEach((value, i) => assert.ok(Math.abs(value - b![i]!) < 1e-5));
  });
});

// What holds of the kernels as compiled: every kind of processor and any number of threads gives the same numbers.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import * as tf from '@tensorflow/tfjs-node';
import 'gan-lib';
import { project } from '../../tools/setup/project.mjs';

const EVERY_KERNEL = fileURLToPath(new URL('every-kernel.ts', import.meta.url));

/** The library in a worker thread: what its own kernel makes of [−1, 1]. */
const IN_THREAD = `
  const { parentPort } = require('node:worker_threads');
  const tf = require('@tensorflow/tfjs-node');
  const { ops } = require('gan-lib');
  const x = tf.tensor2d([-1, 1], [2, 1]);
  const y = ops.dense(x, tf.ones([1, 1]), { bias: tf.zeros([1]), slope: 0.5 });
  parentPort.postMessage([...y.dataSync()]);
`;

/** The library in a process of its own, from that folder. */
const WITHOUT = (lib: string) => `
  const tf = require('@tensorflow/tfjs-node');
  const { ops } = require('${lib}/index.js');
  console.log(ops.dense(tf.ones([1, 3]), tf.ones([3, 2])).dataSync().join());
`;

type Results = Record<string, number[][]>;

/** The results of every kernel in a process of its own. */
function results(environment: Record<string, string>): Results {
  const { stdout, stderr, status } = spawnSync(process.execPath, [...process.execArgv, EVERY_KERNEL], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: { ...process.env, ...environment },
  });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout) as Results;
}

/** The largest difference between two lists of numbers, relative to the largest number. */
function difference(a: readonly number[], b: readonly number[]): number {
  assert.equal(a.length, b.length);
  const scale = b.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  return a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i]!)), 0) / scale;
}

const backend = () =>
  tf.backend() as unknown as {
    binding: { TF_ATTR_INT: number };
    executeSingleOutput(op: string, attributes: object[], inputs: tf.Tensor[]): tf.Tensor;
  };

suite(
  'the kernels',
  { skip: !existsSync(project().kernels) && 'they are not compiled on this system' },
  () => {
    test('give the same numbers, bit for bit, on one thread and on four', () => {
      assert.deepEqual(results({ TF_NUM_INTRAOP_THREADS: '4' }), results({ TF_NUM_INTRAOP_THREADS: '1' }));
    });

    test('give the same numbers, but for rounding, as compiled for any processor', () => {
      const [best, avx2, baseline] = [{}, { GAN_KERNELS: 'avx2' }, { GAN_KERNELS: 'baseline' }].map(results);
      for (const variant of [best!, avx2!]) {
        for (const [name, lists] of Object.entries(variant)) {
          lists.forEach((numbers, i) => assert.ok(difference(numbers, baseline![name]![i]!) < 1e-5, name));
        }
        assert.notDeepEqual(variant, baseline, 'rounding is the same too: is it another variant?');
      }
    });

    test('are there for every thread of a process, one after the other', async () => {
      const inThread = () =>
        new Promise<unknown>((resolve, reject) => {
          const worker = new Worker(IN_THREAD, { eval: true });
          worker.once('message', resolve).once('error', reject);
        });
      assert.deepEqual(await inThread(), [-0.5, 1]);
      assert.deepEqual(await inThread(), [-0.5, 1]);
    });

    test('that cannot be loaded are done without, and a line says so', () => {
      const folder = mkdtempSync(join(tmpdir(), 'ops-'));
      const lib = join(folder, 'lib');
      cpSync(dirname(dirname(dirname(project().kernels))), lib, { recursive: true });
      writeFileSync(join(lib, 'ops', 'kernels', 'kernels.node'), 'no library');
      symlinkSync(join(project().root, 'node_modules'), join(folder, 'node_modules'));
      const { stdout, stderr, status } = spawnSync(
        process.execPath,
        [...process.execArgv, '-e', WITHOUT(lib)],
        { encoding: 'utf8', cwd: project().root },
      );
      rmSync(folder, { recursive: true });
      assert.equal(status, 0, stderr);
      assert.equal(stdout.trim(), '3,3');
      assert.match(stderr, /^ops: the library's own kernels cannot be loaded, so training is slow \(.+\)/m);
    });

    test('refuse what does not fit with a word, and live on', () => {
      const stride = { name: 'stride', type: backend().binding.TF_ATTR_INT, value: 2 };
      const size = { ...stride, name: 'size', value: 3 };
      const run = (op: string, attributes: object[], ...shapes: number[][]) =>
        backend().executeSingleOutput(
          op,
          attributes,
          shapes.map((shape) => tf.ones(shape)),
        );
      tf.tidy(() => {
        assert.throws(
          () => run('GanConv2d', [stride], [1, 4, 4, 2], [3, 3, 3, 2]),
          /the filter does not fit the images/,
        );
        assert.throws(() => run('GanConv2d', [stride], [4, 4, 2], [3, 3, 2, 2]), /input 0 must have rank 4/);
        assert.throws(
          () => run('GanConv2dBackpropFilter', [stride, size], [1, 4, 4, 2], [1, 3, 3, 2]),
          /do not fit each other/,
        );
        assert.throws(
          () => run('GanConv2d', [{ ...stride, value: 0 }], [1, 4, 4, 2], [3, 3, 2, 2]),
          /the filter's size and the stride must be above 0/,
        );
        const one = { ...stride, name: 'N', value: 1 };
        assert.throws(() => run('GanAdam', [one], [2], [2], [2], [2], [3]), /the rule needs 5 scalars/);
        assert.deepEqual(run('GanTanh', [], [2]).shape, [2]);
      });
    });
  },
);

// What holds of the kernels as compiled: every kind of processor and any number of threads gives the same numbers.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-node';
import 'gan-lib';
import { project } from '../../tools/setup/project.mjs';

const EVERY_KERNEL = fileURLToPath(new URL('every-kernel.ts', import.meta.url));

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
      const [best, baseline] = [results({}), results({ GAN_KERNELS: 'baseline' })];
      for (const [name, lists] of Object.entries(best)) {
        lists.forEach((numbers, i) => assert.ok(difference(numbers, baseline[name]![i]!) < 1e-5, name));
      }
      assert.notDeepEqual(best, baseline, 'rounding is the same too: is it another variant?');
    });

    test('refuse what does not fit with a word, and live on', () => {
      const stride = { name: 'stride', type: backend().binding.TF_ATTR_INT, value: 2 };
      const kernel = { ...stride, name: 'kernel', value: 3 };
      const run = (op: string, attributes: object[], ...shapes: number[][]) =>
        backend().executeSingleOutput(
          op,
          attributes,
          shapes.map((shape) => tf.ones(shape)),
        );
      tf.tidy(() => {
        assert.throws(
          () => run('GanConvolve', [stride], [1, 4, 4, 2], [3, 3, 3, 2]),
          /the filter does not fit the images/,
        );
        assert.throws(
          () => run('GanConvolve', [stride], [4, 4, 2], [3, 3, 2, 2]),
          /input 0 must have rank 4/,
        );
        assert.throws(
          () => run('GanCorrelate', [stride, kernel], [1, 4, 4, 2], [1, 3, 3, 2]),
          /do not fit each other/,
        );
        assert.deepEqual(run('GanTanh', [], [2]).shape, [2]);
      });
    });
  },
);

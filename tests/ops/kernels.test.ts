// What holds of the kernels as compiled: every kind of processor and any number of threads gives the same numbers.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { before, suite, test } from 'node:test';
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

/** Two worker threads one after the other, in a process that has loaded nothing itself. */
const IN_TWO_THREADS = `
  const { Worker } = require('node:worker_threads');
  const inThread = (then) => new Worker(${JSON.stringify(IN_THREAD)}, { eval: true })
    .on('message', (y) => console.log(y.join()))
    .on('exit', then);
  inThread(() => inThread(() => undefined));
`;

/** What each kind of kernels needs of the processor. */
const NEEDS = {
  baseline: [],
  avx2: ['avx2', 'fma', 'bmi2'],
  avx512: ['avx2', 'fma', 'bmi2', 'avx512f', 'avx512bw', 'avx512cd', 'avx512dq', 'avx512vl'],
};

type Results = Record<string, number[][]>;

/** What this processor has, in the words of /proc/cpuinfo. */
const processorFlags = () =>
  new Set(existsSync('/proc/cpuinfo') ? readFileSync('/proc/cpuinfo', 'utf8').split(/\s+/) : []);

/** Runs a script, or what `-e` says, in a process of its own. */
function run(args: readonly string[], environment: Record<string, string> = {}) {
  return spawnSync(process.execPath, [...process.execArgv, ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: { ...process.env, ...environment },
    cwd: project().root,
  });
}

/** The results of every kernel in a process of its own. */
function results(environment: Record<string, string>): Results {
  const { stdout, stderr, status } = run([EVERY_KERNEL], environment);
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout) as Results;
}

/** The largest difference between two lists of numbers, relative to the largest number. */
function difference(a: readonly number[], b: readonly number[]): number {
  assert.equal(a.length, b.length);
  const scale = b.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  return a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i]!)), 0) / scale;
}

/** But for rounding. */
function assertClose(actual: Results, expected: Results): void {
  assert.deepEqual(Object.keys(actual), Object.keys(expected));
  for (const [name, lists] of Object.entries(actual)) {
    lists.forEach((numbers, i) => assert.ok(difference(numbers, expected[name]![i]!) < 1e-5, name));
  }
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

    /** Of TensorFlow's kernels, and of each kind of ours. */
    let plain: Results;
    const seen: Results[] = [];
    before(() => {
      plain = results({ GAN_KERNELS_FILE: '/none' });
    });

    const flags = processorFlags();
    for (const [kind, needs] of Object.entries(NEEDS)) {
      if (needs.every((flag) => flags.has(flag))) {
        test(`give the numbers of TensorFlow, but for rounding, as compiled for ${kind}`, () => {
          const own = results({ GAN_KERNELS: kind });
          assertClose(own, plain);
          for (const other of [plain, ...seen])
            assert.notDeepEqual(own, other, 'rounding is the same too: are these other kernels?');
          seen.push(own);
        });
      } else {
        test(`as compiled for ${kind} are refused on this processor`, () => {
          const { stderr, status } = run([EVERY_KERNEL], { GAN_KERNELS: kind });
          assert.equal(status, 1);
          assert.match(
            stderr,
            new RegExp(`RangeError: GAN_KERNELS: of .*baseline one is allowed .* got ${kind}`),
          );
        });
      }
    }

    test('of a kind that is not known are refused', () => {
      const { stderr, status } = run([EVERY_KERNEL], { GAN_KERNELS: 'avx3' });
      assert.equal(status, 1);
      assert.match(
        stderr,
        /RangeError: GAN_KERNELS: of (\w+, )*baseline one is allowed on this processor, got avx3/,
      );
    });

    test('are there for every thread of a process, one after the other', () => {
      const { stdout, stderr, status } = run(['-e', IN_TWO_THREADS]);
      assert.equal(status, 0, stderr);
      assert.equal(stdout, '-0.5,1\n-0.5,1\n');
    });

    test('are there for a thread beside one that has loaded them', async () => {
      const worker = new Worker(IN_THREAD, { eval: true });
      const [numbers] = (await once(worker, 'message')) as unknown[];
      assert.deepEqual(numbers, [-0.5, 1]);
    });

    test('that cannot be loaded are done without, and a line says so', () => {
      const { stdout, stderr, status } = run([EVERY_KERNEL], { GAN_KERNELS_FILE: EVERY_KERNEL });
      assert.equal(status, 0, stderr);
      assertClose(JSON.parse(stdout) as Results, plain);
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
        assert.throws(
          () => run('GanConv2d', [stride, one], [1, 4, 4, 2], [3, 3, 2, 2], [3]),
          /the bias does not fit/,
        );
        assert.throws(() => run('GanAdam', [one], [2], [2], [2], [2], [3]), /the rule needs 5 scalars/);
        assert.deepEqual(run('GanTanh', [], [2]).shape, [2]);
      });
    });
  },
);

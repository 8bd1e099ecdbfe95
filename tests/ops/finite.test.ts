import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { ops } from 'gan-lib';
import { normal, onEachBackend } from './helpers.ts';
import { nativeCalls } from './native-calls.ts';

const BAD = [NaN, Infinity, -Infinity];

/** Ones, but for one number. */
const withOne = (size: number, place: number, value: number) =>
  tf.tensor1d(Float32Array.from({ length: size }, (_, i) => (i === place ? value : 1)));

onEachBackend('the finite check', (check) => {
  check('finds one bad number wherever it stands', () => {
    for (const bad of BAD) {
      for (const [size, place] of [
        [1, 0],
        [3, 2],
        [64, 0],
        [64, 63],
        [70, 68],
        [40_000, 0],
        [40_000, 16_384],
        [40_000, 39_999],
      ] as const) {
        const tensors = [normal([3, 4], 1), withOne(size, place, bad), normal([2], 2)];
        assert.equal(ops.firstNonFinite(tensors), 1, `${bad} at ${place} of ${size}`);
      }
    }
  });

  check('passes whatever is finite, however large or small', () => {
    const extremes = tf.tensor1d([3.4e38, -3.4e38, 1e-45, -1e-45, 0, -0]);
    assert.equal(ops.firstNonFinite([extremes, tf.zeros([40_000]), tf.scalar(-1), tf.zeros([0, 3])]), -1);
    assert.equal(ops.firstNonFinite([]), -1);
  });

  check('names the first of several bad tensors, scalars last, and reads the scalars', () => {
    const [good, bad] = [normal([20_000], 1), tf.tensor1d([1, NaN])];
    const scalars = [tf.scalar(0.5), tf.scalar(Infinity), tf.tensor([7])];
    const { firstNonFinite, values } = ops.checkFinite([good, good, bad, bad], scalars);
    assert.equal(firstNonFinite, 2);
    assert.deepEqual([...values], [0.5, Infinity, 7]);
    assert.equal(ops.checkFinite([good, good], scalars).firstNonFinite, 3);
    assert.equal(ops.checkFinite([], [tf.scalar(1)]).firstNonFinite, -1);
  });

  check('refuses scalars that are more than one number', () => {
    assert.throws(() => ops.checkFinite([], [tf.scalar(1), tf.ones([2])]), {
      name: 'RangeError',
      message: 'ops.checkFinite: scalars of one number are allowed, got [2]',
    });
  });
});

suite('the finite check, on native TensorFlow', () => {
  test('is one call for any number of tensors', async () => {
    await tf.setBackend('tensorflow');
    const tensors = Array.from({ length: 30 }, (_, i) => normal([10, 10], i + 1));
    const scalar = tf.scalar(1);
    const calls = nativeCalls(() => void ops.checkFinite(tensors, [scalar]));
    assert.deepEqual(calls, { GanFinite: 1 });
    tf.dispose([tensors, scalar]);
  });
});

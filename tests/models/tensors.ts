// What several tests of models look at tensors with.
import assert from 'node:assert/strict';
import type * as tf from '@tensorflow/tfjs-core';

/** The values of a tensor, which is disposed. */
export function values(x: tf.Tensor): number[] {
  const plain = Array.from(x.dataSync());
  x.dispose();
  return plain;
}

export function close(actual: readonly number[], expected: readonly number[], tolerance = 1e-5): void {
  assert.equal(actual.length, expected.length);
  actual.forEach((value, i) =>
    assert.ok(
      Math.abs(value - expected[i]!) <= tolerance,
      `number ${i}: expected ${expected[i]} ± ${tolerance}, got ${value}`,
    ),
  );
}

export function moments(numbers: ArrayLike<number>): { mean: number; deviation: number } {
  const list = Array.from(numbers);
  const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
  const variance = list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / list.length;
  return { mean, deviation: Math.sqrt(variance) };
}

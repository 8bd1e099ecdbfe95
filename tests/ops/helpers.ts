// What the tests of operations share.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import 'gan-lib';

type Declare = (title: string, work: () => void) => void;

/** Declares tests twice: on native TensorFlow, and on the backend that every browser has. Each must free its tensors. */
export function onEachBackend(name: string, declare: (check: Declare) => void): void {
  for (const backend of ['tensorflow', 'cpu']) {
    suite(`${name}, ${backend}`, () => {
      declare((title, work) => void test(title, () => runOn(backend, work)));
    });
  }
}

async function runOn(backend: string, work: () => void): Promise<void> {
  await tf.setBackend(backend);
  const before = tf.memory().numTensors;
  tf.tidy(work);
  assert.equal(tf.memory().numTensors, before, 'tensors that the test left behind');
}

/** Fails unless two tensors agree to `tolerance`, relative to the largest magnitude in the expected one. */
export function assertClose(actual: tf.Tensor, expected: tf.Tensor, tolerance = 1e-5): void {
  assert.deepEqual(actual.shape, expected.shape);
  const [a, b] = [actual.dataSync<'float32'>(), expected.dataSync<'float32'>()];
  const scale = b.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  a.forEach((value, i) =>
    assert.ok(
      Math.abs(value - b[i]!) <= tolerance * scale,
      `number ${i}: expected ${b[i]} ± ${tolerance * scale}, got ${value}`,
    ),
  );
}

/** Numbers from N(0, 1) that are the same at every call; the seed is above 0. */
export const normal = <R extends tf.Rank>(shape: tf.ShapeMap[R], seed: number): tf.Tensor<R> =>
  tf.randomNormal<R>(shape, 0, 1, 'float32', seed);

/**
 * Compares the gradient of a scalar function of some tensors with its slope along a random direction, by central
 * differences. Inputs and values should be of the order of 1, since everything is float32.
 */
export function assertGradient(
  f: (...xs: tf.Tensor[]) => tf.Scalar,
  xs: tf.Tensor[],
  { tolerance = 5e-3, h = 1e-2 } = {},
): void {
  // Without a path from input to value, as from a bias through rectifiers only, the gradient is undefined: zero.
  const { grads } = tf.engine().gradients(() => f(...xs), xs, undefined, true);
  xs.forEach((x, i) => {
    const direction = normal(x.shape as [number], 100 + i);
    const along = (t: number) => {
      const moved = xs.map((other, j) => (i === j ? tf.add(x, tf.mul(direction, t)) : other));
      return f(...moved).dataSync()[0]!;
    };
    const expected = (along(h) - along(-h)) / (2 * h);
    const gradient = grads[i] ?? tf.zerosLike(x);
    const actual = tf.sum(tf.mul(gradient, direction)).dataSync()[0]!;
    const scale = tf.norm(gradient).dataSync()[0]!;
    assert.ok(
      Math.abs(actual - expected) <= tolerance * scale,
      `gradient of input ${i} along a direction: ${actual}, by differences ${expected} (norm ${scale})`,
    );
  });
}

/** ‖∇f(x)‖² as a function of x and of everything else that f depends on: what a gradient penalty differentiates. */
export const gradientNorm =
  (f: (x: tf.Tensor, ...rest: tf.Tensor[]) => tf.Tensor) =>
  (x: tf.Tensor, ...rest: tf.Tensor[]): tf.Scalar =>
    tf.sum(tf.square(tf.grad((x: tf.Tensor) => tf.sum(f(x, ...rest)))(x)));

// What several tests of metrics draw their samples with.
import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import { random } from 'gan-lib';

/** `count` samples of N(0, I) in `size` dimensions. */
export function normalRows(count: number, size: number, seed: number): number[][] {
  const stream = random.stream(seed, 'test');
  return Array.from({ length: count }, () => Array.from({ length: size }, () => stream.normal()));
}

/** A random order of `values`. */
export function shuffled<T>(values: readonly T[], seed: number): T[] {
  return Array.from(random.stream(seed, 'shuffle').permutation(values.length), (i) => values[i]!);
}

export function near(actual: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `expected ${expected} ± ${tolerance}, got ${actual}`);
}

/** Processor seconds, of all threads, that `work` takes: on an idle machine it lasts no longer, on a busy one it may. */
export function processorSeconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** Images `[n, height, width, 1]` out of numbers; a test disposes them. */
export function imagesOf(...images: readonly (readonly (readonly number[])[])[]): tf.Tensor4D {
  return tf.tensor4d(images.map((rows) => rows.map((row) => row.map((value) => [value]))));
}

/** What `compute` gives, which leaves no tensor behind. */
export function leavesNothing<T>(compute: () => T): T {
  const before = tf.memory().numTensors;
  const result = compute();
  assert.equal(tf.memory().numTensors, before, 'no tensor is left');
  return result;
}

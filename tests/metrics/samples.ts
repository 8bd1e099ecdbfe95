// What several tests of metrics draw their samples with.
import assert from 'node:assert/strict';
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

// Losses are compared with the same formulas in plain double-precision numbers, and gradients with finite differences
// of those, so that nothing of what is tested is in what it is tested against.
import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';

export type Rows = readonly (readonly number[])[];

/** log(1 + eˣ) */
export const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

export const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, value) => sum + value, 0) / numbers.length;

/** A column of logits, `[n, 1]`. */
export const column = (...logits: number[]): number[][] => logits.map((logit) => [logit]);

export function near(actual: number, expected: number, tolerance: number, what = ''): void {
  const bound = tolerance * Math.max(1, Math.abs(expected));
  assert.ok(Math.abs(actual - expected) <= bound, `${what} expected ${expected} ± ${bound}, got ${actual}`);
}

/** Central differences of `f` with respect to every number of every argument. */
export function differences(
  f: (...args: number[][][]) => number,
  args: readonly Rows[],
  h = 1e-5,
): number[][][] {
  const copy = args.map((rows) => rows.map((row) => [...row]));
  return copy.map((rows) =>
    rows.map((row) =>
      row.map((value, k) => {
        row[k] = value + h;
        const above = f(...copy);
        row[k] = value - h;
        const below = f(...copy);
        row[k] = value;
        return (above - below) / (2 * h);
      }),
    ),
  );
}

/** Asserts that a loss has the reference's value, and the gradient that finite differences of the reference have. */
export function agrees(
  loss: (...args: tf.Tensor[]) => tf.Tensor,
  reference: (...args: number[][][]) => number,
  args: readonly Rows[],
  tolerance = 2e-6,
): void {
  tf.tidy(() => {
    const tensors = args.map((rows) => tf.tensor2d(rows.map((row) => [...row])));
    const { value, grads } = tf.valueAndGrads(loss)(tensors);
    assert.deepEqual(value.shape, []);
    near(
      value.dataSync()[0]!,
      reference(...args.map((rows) => rows.map((row) => [...row]))),
      tolerance,
      'value',
    );
    const expected = differences(reference, args);
    grads.forEach((gradient, i) => {
      gradient.dataSync().forEach((found, k) => {
        near(found, expected[i]!.flat()[k]!, tolerance, `gradient of argument ${i}, number ${k}:`);
      });
    });
  });
}

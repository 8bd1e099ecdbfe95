import * as tf from '@tensorflow/tfjs-core';

/** |a − b| of two rows of equally many numbers. */
export function euclidean(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let squared = 0;
  for (let k = 0; k < a.length; k++) squared += (a[k]! - b[k]!) ** 2;
  return Math.sqrt(squared);
}

/** |a − b|² for every row of `a` `[n, d]` and of `b` `[m, d]`: `[n, m]`, as one matrix product. */
export function squaredDistances(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  const norms = (x: tf.Tensor2D) => tf.sum<tf.Tensor2D>(tf.square(x), 1, true);
  const left = tf.concat2d([tf.mul(a, -2), norms(a), tf.onesLike(norms(a))], 1);
  const right = tf.concat2d([b, tf.onesLike(norms(b)), norms(b)], 1);
  return tf.matMul(left, right, false, true);
}

/** Start and length of the blocks that `count` rows are cut into, each of at most `size`. */
export function blocks(count: number, size: number): { start: number; length: number }[] {
  return Array.from({ length: Math.ceil(count / size) }, (_, i) => ({
    start: i * size,
    length: Math.min(size, count - i * size),
  }));
}

/** Rows taken together: their distances to some thousand samples fill some ten megabytes. */
export const ROWS = 1000;

/** `compute` over `ROWS` rows at a time, its results `[rows]` put together. */
export function inBlocks(rows: tf.Tensor2D, compute: (block: tf.Tensor2D) => tf.Tensor): tf.Tensor1D {
  return tf.concat(
    blocks(rows.shape[0], ROWS).map(({ start, length }) =>
      tf.tidy(() => compute(tf.slice2d(rows, [start, 0], [length, -1]))),
    ),
  ) as tf.Tensor1D;
}

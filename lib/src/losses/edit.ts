import * as tf from '@tensorflow/tfjs-core';

/** What a reader has painted, and how free the answer is. */
export interface Edit {
  /** Wanted pixels and 1 where they are wanted, 0 elsewhere: `[…image]`, or `[n, …image]` with one edit a row. */
  readonly wanted: tf.Tensor;
  readonly mask: tf.Tensor;
  /** z₀, where the edit began: `[1, size]` or `[n, size]`. */
  readonly origin: tf.Tensor;
  /** λ_s, at least 0. */
  readonly smoothness: number;
}

/** The mean of each row of `[n, …]` over all else: `[n]`. */
const rowMean = (x: tf.Tensor): tf.Tensor1D => tf.mean(tf.reshape(x, [x.shape[0], -1]), 1);

/**
 * How far the images are from what was painted: for each the mean of (G(z) − v)² over the mask, so that a short stroke counts as
 * much as a long one; 0 where nothing was painted.
 *
 * @param images `[n, …image]`
 * @returns `[n]`
 */
export function strokeError(images: tf.Tensor, { wanted, mask }: Pick<Edit, 'wanted' | 'mask'>): tf.Tensor1D {
  const errors = rowMean(tf.mul(mask, tf.square(tf.sub(images, wanted))));
  const covered = rowMean(tf.broadcastTo(mask, images.shape));
  return tf.div(errors, tf.maximum(covered, images.shape[0] / images.size));
}

/**
 * The cost of an edit (iGAN; Zhu et al. 2016, arXiv 1609.03552, equation 5, with one constraint): the stroke error plus
 * λ_s · mean (z − z₀)², of each row of z by itself.
 *
 * @param images G(z), `[n, …image]`
 * @param z `[n, size]`
 * @returns `[n]`
 */
export function editCost(images: tf.Tensor, z: tf.Tensor, edit: Edit): tf.Tensor1D {
  const smooth = rowMean(tf.square(tf.sub(z, edit.origin)));
  return tf.add(strokeError(images, edit), tf.mul(edit.smoothness, smooth));
}

/** The mean of (a − b)² of each row: `[n, …]` and the same, or one row, to `[n]`. */
export const rowMeanSquare = (a: tf.Tensor, b: tf.Tensor): tf.Tensor1D => rowMean(tf.square(tf.sub(a, b)));

import * as tf from '@tensorflow/tfjs-core';
import { mean } from '../ops';

/** Mean of |a − b| over all numbers. */
export const l1 = (a: tf.Tensor, b: tf.Tensor): tf.Scalar => mean(tf.abs(tf.sub(a, b)));

/** Mean of (a − b)² over all numbers. */
export const meanSquare = (a: tf.Tensor, b: tf.Tensor): tf.Scalar => mean(tf.square(tf.sub(a, b)));

/**
 * ½ Σ (a − b)² over the numbers of a sample, averaged over the batch: −log N(a; b, 1) without its constant.
 *
 * @param a `[batch, …]`
 * @param b of the same shape
 */
export const squaredError = (a: tf.Tensor, b: tf.Tensor): tf.Scalar =>
  tf.mul((0.5 * a.size) / a.shape[0], meanSquare(a, b));

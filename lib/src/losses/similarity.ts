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

/**
 * Σ weights · |a − b| over all numbers, a sum and no mean: each image of the batch has a latent of its own, whose gradient
 * must not depend on how many others there are (Yeh et al. 2017, arXiv 1607.07539, equation 5).
 *
 * @param weights of the shape of `a`, or one that broadcasts to it
 */
export const maskedL1 = (a: tf.Tensor, b: tf.Tensor, weights: tf.Tensor): tf.Scalar =>
  tf.sum(tf.mul(weights, tf.abs(tf.sub(a, b))));

import * as tf from '@tensorflow/tfjs-core';

/** The sum of each row of `[n, …]` over all else: `[n]`. */
const rowSum = (x: tf.Tensor): tf.Tensor1D => tf.sum(tf.reshape(x, [x.shape[0], -1]), 1);

/**
 * The contextual loss of image completion: Σ W · |G(z) − y| of each image, a sum and no mean (Yeh et al. 2017, arXiv 1607.07539,
 * section 3.2). One number an image, since each has a latent of its own, and the best of several starts is chosen by it.
 *
 * @param images G(z), `[n, …image]`
 * @param known y, of the same shape; where W is 0 it does not count
 * @param weights W, of the same shape, or one that broadcasts to it; 0 in the hole
 * @returns `[n]`, from 0
 */
export const contextualLoss = (images: tf.Tensor, known: tf.Tensor, weights: tf.Tensor): tf.Tensor1D =>
  rowSum(tf.mul(weights, tf.abs(tf.sub(images, known))));

/**
 * The perceptual (prior) loss of image completion: softplus(−d) = −log D(G(z)) of each image, as in the authors' code. (The paper
 * has log(1 − D(G(z))), which has hardly a slope where D is sure that an image is generated.)
 *
 * @param logits d, `[n, 1]`
 * @returns `[n]`, from 0
 */
export const perceptualLoss = (logits: tf.Tensor): tf.Tensor1D => rowSum(tf.softplus(tf.neg(logits)));

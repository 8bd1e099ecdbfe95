import * as tf from '@tensorflow/tfjs-core';

/**
 * InfoGAN's lower bound of the mutual information between a code c and the sample x = G(z, c) (Chen et al. 2016,
 * equation 5), in nats:
 *
 *   L_I = E log Q(c|x) + H(c) ≤ I(c; x).
 *
 * These functions give E log Q(c|x); `categoricalEntropy` and `uniformEntropy` give H(c), a constant. A categorical
 * code with ten equally likely values has H(c) = ln 10 ≈ 2.303: that is what L_I reaches when Q reads c without error.
 */

/**
 * E log Q(c|x) for a categorical code, in nats (≤ 0).
 *
 * @param logits `[batch, k]`, Q's output for this code
 * @param oneHot `[batch, k]`, the code that the generator was given
 */
export function categoricalLogLikelihood(logits: tf.Tensor, oneHot: tf.Tensor): tf.Scalar {
  return tf.mean(tf.sum(tf.mul(oneHot, tf.logSoftmax(logits as tf.Tensor2D)), -1));
}

/**
 * E log Q(c|x) for continuous codes, with Q a Gaussian of independent coordinates, in nats, summed over the codes:
 *
 *   log Q = −½ log 2π − log σ − (c − μ)² / 2σ².
 *
 * @param mean `[batch, n]`, Q's output
 * @param codes `[batch, n]`, what the generator was given
 * @param logDeviation `[batch, n]` log σ from Q for a learned variance; by default σ = 1 is fixed, where the loss is a
 *   squared error
 */
export function gaussianLogLikelihood(
  mean: tf.Tensor,
  codes: tf.Tensor,
  logDeviation?: tf.Tensor,
): tf.Scalar {
  const log = logDeviation ?? tf.zerosLike(mean);
  const standardised = tf.div(tf.sub(codes, mean), tf.exp(log));
  const each = tf.add(tf.add(tf.mul(0.5, tf.square(standardised)), log), 0.5 * Math.log(2 * Math.PI));
  return tf.neg(tf.mean(tf.sum(each, -1)));
}

/** H of a categorical code with `categories` equally likely values: ln k, in nats. */
export function categoricalEntropy(categories: number): number {
  return Math.log(categories);
}

/** Differential entropy of `codes` independent Unif(low, high) codes: n · ln(high − low), in nats. */
export function uniformEntropy(codes = 1, low = -1, high = 1): number {
  return codes * Math.log(high - low);
}

import * as tf from '@tensorflow/tfjs-core';
import * as ops from '../ops';

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
  return meanOfSums(tf.mul(oneHot, tf.logSoftmax(logits as tf.Tensor2D)));
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
  const error = tf.sub(codes, mean);
  const standardised = logDeviation ? tf.div(error, tf.exp(logDeviation)) : error;
  const halves = tf.mul(-0.5, meanOfSums(tf.square(standardised)));
  const constant = -0.5 * Math.log(2 * Math.PI) * mean.shape.at(-1)!;
  const logLikelihood = tf.add<tf.Scalar>(halves, constant);
  return logDeviation ? tf.sub(logLikelihood, meanOfSums(logDeviation)) : logLikelihood;
}

/** The mean over the batch of sums over the columns of `[batch, n]`; 0 if there are no columns. */
const meanOfSums = (x: tf.Tensor): tf.Scalar =>
  x.size === 0 ? tf.scalar(0) : tf.mul(ops.mean(x), x.shape.at(-1)!);

/** H of a categorical code with `categories` equally likely values: ln k, in nats. */
export function categoricalEntropy(categories: number): number {
  return Math.log(categories);
}

/** Differential entropy of `codes` independent Unif(low, high) codes: n · ln(high − low), in nats. */
export function uniformEntropy(codes = 1, low = -1, high = 1): number {
  return codes * Math.log(high - low);
}

/** A cell of the table below this counts as this, so that its logarithm is finite. */
const LEAST = 1e-6;

/**
 * What two readings of the same things tell about each other: the mutual information of the k × k table of how often
 * they name which categories, in nats (0 to ln k). It is largest if every reading is sure, both agree and all categories
 * are as frequent. With x and a distorted x for the two it is the objective of Ji et al. 2019 (arXiv 1807.06653, equation 3).
 *
 * @param logits `[batch, k]` of one reading
 * @param others `[batch, k]` of the other
 */
export function sharedInformation(logits: tf.Tensor, others: tf.Tensor): tf.Scalar {
  const [once, again] = [logits, others].map((each) => tf.softmax(each));
  const counted = tf.div(tf.matMul(once!, again!, true), logits.shape[0]);
  const joint = tf.maximum(tf.div(tf.add(counted, tf.transpose(counted)), 2), LEAST); // either may be the first
  const independent = tf.mul(tf.sum(joint, 0, true), tf.sum(joint, 1, true));
  return tf.sum(tf.mul(joint, tf.sub(tf.log(joint), tf.log(independent))));
}

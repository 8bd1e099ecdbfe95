import * as tf from '@tensorflow/tfjs-core';
import { joinBatches, mean, splitBatches } from '../ops';

/**
 * The contrastive loss of SimCLR (Chen et al. 2020, arXiv 2002.05709, equation 1): each row of either tensor has to find its
 * partner, the same row of the other, among all 2n − 1 rows but itself, by the cosine of their angle:
 *
 *   mean of −log (exp(cos(zᵢ, zⱼ) / τ) / Σ over k ≠ i of exp(cos(zᵢ, zₖ) / τ))
 *
 * At most by chance log(2n − 1).
 *
 * @param a `[n, d]`: what a network makes of one view of each of n pictures
 * @param b `[n, d]`: of another view of the same pictures
 * @param temperature τ; 0.5 in the paper's experiments with CIFAR-10
 */
export function contrastive(a: tf.Tensor, b: tf.Tensor, temperature = 0.5): tf.Scalar {
  const count = a.shape[0];
  if (a.rank !== 2 || b.shape.join() !== a.shape.join()) {
    throw new RangeError(`contrastive: two tensors [n, d] are allowed, got [${a.shape}] and [${b.shape}]`);
  }
  const both = joinBatches([a, b]);
  const squares = tf.sum(tf.square(both), 1, true);
  const unit = tf.div<tf.Tensor2D>(both, tf.sqrt(tf.add(squares, 1e-12)));
  const cosines = tf.div(tf.matMul(unit, unit, false, true), temperature);
  // Of itself nothing is asked: e⁻¹⁰⁰ beside e^(1/τ).
  const others = tf.sub(cosines, tf.mul(100, tf.eye(2 * count)));
  const logSum = tf.log(tf.sum(tf.exp(others), 1));
  const [first, second] = splitBatches(unit, 2);
  const ofPartner = tf.div(tf.sum(tf.mul(first!, second!), 1), temperature);
  return tf.sub(mean(logSum), mean(ofPartner));
}

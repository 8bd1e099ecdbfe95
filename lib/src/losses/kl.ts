import * as tf from '@tensorflow/tfjs-core';
import { mean } from '../ops';

/**
 * KL(N(μ, σ²) ‖ N(0, 1)) in nats, summed over the latent numbers and averaged over the batch (Kingma & Welling 2014, arXiv
 * 1312.6114, appendix B): −½ Σ (1 + log σ² − μ² − σ²).
 *
 * @param mu `[batch, n]`
 * @param logVariance `[batch, n]`, log σ²
 */
export function klStandardNormal(mu: tf.Tensor, logVariance: tf.Tensor): tf.Scalar {
  const each = tf.sub(tf.add(tf.square(mu), tf.exp(logVariance)), tf.add(1, logVariance));
  return tf.mul((0.5 * mu.size) / mu.shape[0], mean(each));
}

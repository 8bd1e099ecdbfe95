import * as tf from '@tensorflow/tfjs-core';

/** A Gaussian as an encoder gives it, `[batch, 2n]`: n means, then n logarithms of variances. */
export function gaussian(outputs: tf.Tensor): { readonly mu: tf.Tensor; readonly logVariance: tf.Tensor } {
  const [mu, logVariance] = tf.split(outputs, 2, 1) as [tf.Tensor, tf.Tensor];
  return { mu, logVariance };
}

/** μ + σ · ε (Kingma & Welling 2014, section 2.4), with ε ~ N(0, 1) drawn beforehand: `[batch, n]`. */
export function sampled(outputs: tf.Tensor, epsilon: tf.Tensor): tf.Tensor {
  const { mu, logVariance } = gaussian(outputs);
  return tf.add(mu, tf.mul(tf.exp(tf.mul(0.5, logVariance)), epsilon));
}

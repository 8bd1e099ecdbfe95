import * as tf from '@tensorflow/tfjs-core';

/** Mean `[d]` and covariance `[d, d]`, divided by n − 1, of samples `[n, d]`. */
export function meanAndCovariance(samples: tf.Tensor2D): { mean: tf.Tensor1D; covariance: tf.Tensor2D } {
  const mean = tf.mean<tf.Tensor1D>(samples, 0);
  const centred = tf.sub(samples, mean);
  return { mean, covariance: tf.div(tf.matMul(centred, centred, true), samples.shape[0] - 1) };
}

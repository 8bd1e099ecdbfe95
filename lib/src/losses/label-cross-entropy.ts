import * as tf from '@tensorflow/tfjs-core';

/**
 * Mean cross-entropy of class logits in nats, over the samples that have a label. ln k where nothing is known.
 *
 * @param logits `[batch, k]`
 * @param labels `[batch, k]`, one-hot rows; rows of zeros have no label
 */
export function labelCrossEntropy(logits: tf.Tensor, labels: tf.Tensor): tf.Scalar {
  const logLikelihood = tf.sum(tf.mul(labels, tf.logSoftmax(logits as tf.Tensor2D)));
  return tf.neg(tf.div(logLikelihood, tf.maximum(tf.sum(labels), 1)));
}

import * as tf from '@tensorflow/tfjs-core';
import { mean } from '../ops';
import type { GanLoss } from './gan-loss';

/** log Σ exp over both batches, with their largest logit taken out first. */
function logSumExp(real: tf.Tensor, fake: tf.Tensor): tf.Scalar {
  const all = tf.concat([tf.reshape(real, [-1]), tf.reshape(fake, [-1])]);
  return tf.logSumExp(all);
}

/**
 * Softmax GAN (Lin 2017, arXiv 1704.06191, equations 3 and 4, with logits of opposite sign): a softmax over a batch of n
 * real and n generated samples. D puts its mass evenly on the real ones, G evenly on all. L_D is ln n at its minimum,
 * and ln 2n for both where D cannot tell.
 */
export const softmax: GanLoss = {
  name: 'softmax',
  pure: true,
  seesReal: true,
  discriminator: (real, fake) => tf.sub(logSumExp(real, fake), mean(real)),
  generator: (fake, real) => tf.sub(logSumExp(real!, fake), tf.mul(0.5, tf.add(mean(real!), mean(fake)))),
};

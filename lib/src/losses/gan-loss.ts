import type * as tf from '@tensorflow/tfjs-core';

/**
 * What the two players of a GAN minimise: pure functions from logits `[batch, 1]` to a scalar. A discriminator's
 * logits are log-odds of "real", a critic's are scores.
 */
export interface GanLoss {
  readonly name: string;
  discriminator(real: tf.Tensor, fake: tf.Tensor): tf.Scalar;
  generator(fake: tf.Tensor): tf.Scalar;
}

import type * as tf from '@tensorflow/tfjs-core';

/**
 * What the two players of a GAN minimise: functions from logits to a scalar. A discriminator's logits are log-odds of
 * "real", a critic's are scores; `[batch, 1]`, or a map of them `[batch, h, w, 1]`, over which is averaged.
 */
export interface GanLoss {
  readonly name: string;
  /** Whether both functions depend on their arguments alone, so that training may record and repeat their native calls. */
  readonly pure: boolean;
  discriminator(real: tf.Tensor, fake: tf.Tensor): tf.Scalar;
  /** @param real logits of real samples, for losses that compare (`seesReal`); others are given none */
  generator(fake: tf.Tensor, real?: tf.Tensor): tf.Scalar;
  /** Whether `generator` needs the logits of real samples. */
  readonly seesReal?: boolean;
  /** What the discriminator's loss measures, with the opposite sign, if that has a name: `criticEstimate`. */
  readonly estimate?: string;
}

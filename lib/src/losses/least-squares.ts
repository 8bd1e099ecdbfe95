import * as tf from '@tensorflow/tfjs-core';
import { mean } from '../ops';
import type { GanLoss } from './gan-loss';

/** ½ E (logits − target)². */
const halfSquare = (logits: tf.Tensor, target: number): tf.Scalar =>
  tf.mul(0.5, mean(tf.square(tf.sub(logits, target))));

/**
 * Least-squares GAN (Mao et al. 2017, arXiv 1611.04076, equation 2 with the 0–1 coding of equation 9): the output
 * itself, without a sigmoid, should be 1 for real and 0 for generated samples.
 */
export const leastSquares: GanLoss = {
  name: 'least squares',
  pure: true,
  discriminator: (real, fake) => tf.add(halfSquare(real, 1), halfSquare(fake, 0)),
  generator: (fake) => halfSquare(fake, 1),
};

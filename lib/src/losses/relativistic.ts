import * as tf from '@tensorflow/tfjs-core';
import { mean, meanSoftplus } from '../ops';
import type { GanLoss } from './gan-loss';

/**
 * The relativistic standard GAN (Jolicoeur-Martineau 2018, arXiv 1807.00734, equations 9 and 10): D says how much more
 * real a real sample is than a generated one, pair by pair; G turns it round. ln 2 for both where D cannot tell.
 */
export const relativistic: GanLoss = {
  name: 'relativistic',
  pure: true,
  seesReal: true,
  discriminator: (real, fake) => meanSoftplus(tf.sub(real, fake), -1),
  generator: (fake, real) => meanSoftplus(tf.sub(fake, real!), -1),
};

/** ½ [E softplus(−(a − mean b)) + E softplus(b − mean a)]. */
const average = (a: tf.Tensor, b: tf.Tensor): tf.Scalar =>
  tf.mul(0.5, tf.add(meanSoftplus(tf.sub(a, mean(b)), -1), meanSoftplus(tf.sub(b, mean(a)))));

/**
 * The relativistic average GAN (the same paper, section 4.2; the factor ½ is that of the author's code): each sample is
 * compared with the mean of the other kind. ln 2 for both where D cannot tell.
 */
export const relativisticAverage: GanLoss = {
  name: 'relativistic average',
  pure: true,
  seesReal: true,
  discriminator: (real, fake) => average(real, fake),
  generator: (fake, real) => average(fake, real!),
};

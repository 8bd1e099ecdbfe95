import * as tf from '@tensorflow/tfjs-core';
import { mean } from '../ops';
import type { GanLoss } from './gan-loss';

/**
 * Wasserstein GAN (Arjovsky et al. 2017, equations 2 and 3): the critic f maximises E f(x) − E f(G(z)) over functions
 * that are Lipschitz – by weight clipping or by `gradientPenalty` – and G minimises −E f(G(z)). The negated critic
 * loss is the critic's estimate of the Wasserstein-1 distance, up to the Lipschitz constant.
 */
export const wasserstein: GanLoss = {
  name: 'Wasserstein',
  pure: true,
  estimate: 'criticEstimate',
  discriminator: (real, fake) => tf.sub<tf.Scalar>(mean(fake), mean(real)),
  generator: (fake) => tf.neg(mean(fake)),
};

import * as tf from '@tensorflow/tfjs-core';
import { mean } from '../ops';
import type { GanLoss } from './gan-loss';

/**
 * Hinge loss (Lim & Ye 2017, arXiv 1705.02894; Miyato et al. 2018, arXiv 1802.05957, equations 16 and 17):
 * D minimises E max(0, 1 − D(x)) + E max(0, 1 + D(G(z))), G minimises −E D(G(z)). L_D = 2 where D cannot tell.
 */
export const hinge: GanLoss = {
  name: 'hinge',
  pure: true,
  discriminator: (real, fake) => tf.add(mean(tf.relu(tf.sub(1, real))), mean(tf.relu(tf.add(1, fake)))),
  generator: (fake) => tf.neg(mean(fake)),
};

import * as tf from '@tensorflow/tfjs-core';
import type { GanLoss } from './gan-loss';
import { binaryCrossEntropy } from './cross-entropy';

/**
 * The discriminator's loss in the original GAN (Goodfellow et al. 2014, equation 1, negated and minimised):
 *
 *   L_D = −E log D(x) − E log(1 − D(G(z))),   D = σ(logits).
 *
 * At D = ½ it is 2 log 2 ≈ 1.386; a perfect discriminator reaches 0. −L_D/2 + log 2 is a lower bound of the
 * Jensen–Shannon divergence, see `jensenShannonBound`.
 */
function discriminatorCrossEntropy(real: tf.Tensor, fake: tf.Tensor): tf.Scalar {
  return tf.add(binaryCrossEntropy(real, 1), binaryCrossEntropy(fake, 0));
}

/**
 * The game as it was first written: G minimises E log(1 − D(G(z))). Where D is sure that samples are fakes the
 * gradient vanishes.
 */
export const minimax: GanLoss = {
  name: 'minimax',
  pure: true,
  discriminator: discriminatorCrossEntropy,
  generator: (fake) => tf.neg(binaryCrossEntropy(fake, 0)),
};

/**
 * The game as it is played: G minimises −E log D(G(z)) (Goodfellow et al. 2014, section 3, last paragraph). The same
 * fixed point, a strong gradient early on.
 */
export const nonSaturating: GanLoss = {
  name: 'non-saturating',
  pure: true,
  discriminator: discriminatorCrossEntropy,
  generator: (fake) => binaryCrossEntropy(fake, 1),
};

/**
 * log 2 − L_D / 2: what a discriminator's loss says of the Jensen–Shannon divergence between real and generated
 * samples, in nats. A lower bound for every D, equal at the optimal one (Goodfellow et al. 2014, theorem 1): 0 when
 * D = ½, log 2 ≈ 0.693 when D separates perfectly.
 *
 * @param discriminatorLoss a value of `minimax.discriminator`, the sum of both cross-entropies
 */
export function jensenShannonBound(discriminatorLoss: number): number {
  return Math.LN2 - discriminatorLoss / 2;
}

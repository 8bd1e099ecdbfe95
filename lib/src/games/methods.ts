import { leastSquares, nonSaturating, wasserstein } from '../losses';
import { adam, rmsProp, type LinearDecay, type Optimiser } from '../ops';
import type { GanOptions } from './gan';

/** What distinguishes one way of training a GAN from another: all of `GanOptions` but networks and data. */
export type Method = Pick<
  GanOptions,
  'loss' | 'optimisers' | 'discriminatorTurns' | 'clip' | 'gradientPenalty'
>;

/** Step sizes of the two players; one number goes for both. */
export type LearningRate = number | { readonly generator: number; readonly discriminator: number };

function both(rate: LearningRate, optimiser: (learningRate: number) => Optimiser): Method['optimisers'] {
  const rates = typeof rate === 'number' ? { generator: rate, discriminator: rate } : rate;
  return { generator: optimiser(rates.generator), discriminator: optimiser(rates.discriminator) };
}

interface StandardOptions {
  learningRate?: LearningRate;
  beta1?: number;
  /** As the authors' code for MNIST does it in the second half of its training; not at all by default. */
  linearDecay?: LinearDecay | undefined;
}

interface WganOptions {
  learningRate?: LearningRate;
  clip?: number;
  discriminatorTurns?: number;
}

interface WganGpOptions {
  learningRate?: LearningRate;
  beta1?: number;
  beta2?: number;
  gradientPenalty?: number;
  discriminatorTurns?: number;
}

/**
 * The standard GAN with the settings of DCGAN (Radford et al. 2015, section 4): non-saturating loss, Adam.
 *
 * @example games.gan({ generator, discriminator, data, latents, ...games.standard() })
 */
export const standard = ({
  learningRate = 2e-4,
  beta1 = 0.5,
  linearDecay,
}: StandardOptions = {}): Method => ({
  loss: nonSaturating,
  optimisers: both(learningRate, (rate) => adam({ learningRate: rate, beta1, linearDecay })),
});

/** The least-squares GAN (Mao et al. 2017, arXiv 1611.04076), with the settings of `standard`. */
export const leastSquaresGan = (options: StandardOptions = {}): Method => ({
  ...standard(options),
  loss: leastSquares,
});

/** WGAN (Arjovsky et al. 2017, algorithm 1): the critic's weights clipped to ± `clip`, RMSProp. */
export const wgan = ({
  learningRate = 5e-5,
  clip = 0.01,
  discriminatorTurns = 5,
}: WganOptions = {}): Method => ({
  loss: wasserstein,
  optimisers: both(learningRate, (rate) => rmsProp({ learningRate: rate })),
  discriminatorTurns,
  clip,
});

/** WGAN-GP (Gulrajani et al. 2017, algorithm 1): a penalty on the critic's gradient instead, Adam. */
export const wganGp = ({
  learningRate = 1e-4,
  beta1 = 0,
  beta2 = 0.9,
  gradientPenalty = 10,
  discriminatorTurns = 5,
}: WganGpOptions = {}): Method => ({
  loss: wasserstein,
  optimisers: both(learningRate, (rate) => adam({ learningRate: rate, beta1, beta2 })),
  discriminatorTurns,
  gradientPenalty,
});

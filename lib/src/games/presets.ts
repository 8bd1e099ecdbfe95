import { nonSaturating, wasserstein, wganGp } from '../losses';
import { adam, rmsProp, type LinearDecay, type Optimiser } from '../ops';
import type { GanOptions } from './gan';

/** What distinguishes one way of training a GAN from another: all of `GanOptions` but networks and data. */
export type Preset = Pick<GanOptions, 'loss' | 'optimisers' | 'discriminatorUpdates' | 'clip' | 'penalty'>;

/** Step sizes of the two players; one number goes for both. */
export type LearningRate = number | { readonly generator: number; readonly discriminator: number };

function both(rate: LearningRate, optimiser: (learningRate: number) => Optimiser): Preset['optimisers'] {
  const rates = typeof rate === 'number' ? { generator: rate, discriminator: rate } : rate;
  return { generator: optimiser(rates.generator), discriminator: optimiser(rates.discriminator) };
}

export interface StandardOptions {
  learningRate?: LearningRate;
  beta1?: number;
  /** As the authors' code for MNIST does it in the second half of its training; not at all by default. */
  linearDecay?: LinearDecay | undefined;
}

export interface WganOptions {
  learningRate?: LearningRate;
  clip?: number;
  discriminatorUpdates?: number;
}

export interface WganGpOptions {
  learningRate?: LearningRate;
  beta1?: number;
  beta2?: number;
  gradientPenalty?: number;
  discriminatorUpdates?: number;
}

/**
 * The standard GAN with the settings of DCGAN (Radford et al. 2015, section 4): non-saturating loss, Adam.
 *
 * @example games.gan({ generator, discriminator, data, latents, ...games.dcganPreset() })
 */
export const dcganPreset = ({
  learningRate = 2e-4,
  beta1 = 0.5,
  linearDecay,
}: StandardOptions = {}): Preset => ({
  loss: nonSaturating,
  optimisers: both(learningRate, (rate) => adam({ learningRate: rate, beta1, linearDecay })),
});

/** WGAN (Arjovsky et al. 2017, algorithm 1): the critic's weights clipped to ± `clip`, RMSProp. */
export const wganPreset = ({
  learningRate = 5e-5,
  clip = 0.01,
  discriminatorUpdates = 5,
}: WganOptions = {}): Preset => ({
  loss: wasserstein,
  optimisers: both(learningRate, (rate) => rmsProp({ learningRate: rate })),
  discriminatorUpdates,
  clip,
});

/** WGAN-GP (Gulrajani et al. 2017, algorithm 1): a penalty on the critic's gradient instead, Adam. */
export const wganGpPreset = ({
  learningRate = 1e-4,
  beta1 = 0,
  beta2 = 0.9,
  gradientPenalty = 10,
  discriminatorUpdates = 5,
}: WganGpOptions = {}): Preset => ({
  loss: wasserstein,
  optimisers: both(learningRate, (rate) => adam({ learningRate: rate, beta1, beta2 })),
  discriminatorUpdates,
  penalty: wganGp(gradientPenalty),
});

import { nonSaturating, wasserstein, wganGp } from '../losses';
import { adam, rmsProp, type LinearDecay, type Optimiser } from '../ops';
import type { GanOptions } from './gan';

/** What distinguishes one way of training a GAN from another: all of `GanOptions` but networks and data. */
export type Preset = Pick<GanOptions, 'loss' | 'optimisers' | 'discriminatorUpdates' | 'clip' | 'penalty'>;

/** Step sizes of the two players; one number goes for both. */
export type LearningRate = number | { readonly generator: number; readonly discriminator: number };

function both(
  rate: LearningRate,
  optimiser: (learningRate: number, player: 'generator' | 'discriminator') => Optimiser,
): Preset['optimisers'] {
  const rates = typeof rate === 'number' ? { generator: rate, discriminator: rate } : rate;
  return {
    generator: optimiser(rates.generator, 'generator'),
    discriminator: optimiser(rates.discriminator, 'discriminator'),
  };
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
  /** RMSProp's, under its root. Default 1e-16, which is the authors' 1e-8 beside the root; 1e-8 under it brakes the generator, whose
   * gradients are as small (lesson 04, section 10). */
  epsilon?: number;
  discriminatorUpdates?: number;
}

export interface WganGpOptions {
  learningRate?: LearningRate;
  beta1?: number;
  beta2?: number;
  gradientPenalty?: number;
  discriminatorUpdates?: number;
  /** In generator steps, as the authors' code does it for photographs; not at all by default. */
  linearDecay?: LinearDecay | undefined;
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
  epsilon = 1e-16,
  discriminatorUpdates = 5,
}: WganOptions = {}): Preset => ({
  loss: wasserstein,
  optimisers: both(learningRate, (rate) => rmsProp({ learningRate: rate, epsilon })),
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
  linearDecay,
}: WganGpOptions = {}): Preset => ({
  loss: wasserstein,
  optimisers: both(learningRate, (rate, player) => {
    const updates = player === 'discriminator' ? discriminatorUpdates : 1; // for each generator step
    const decay = linearDecay && ([updates * linearDecay[0], updates * linearDecay[1]] as const);
    return adam({ learningRate: rate, beta1, beta2, linearDecay: decay });
  }),
  discriminatorUpdates,
  penalty: wganGp(gradientPenalty),
});

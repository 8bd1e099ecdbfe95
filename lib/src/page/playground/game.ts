import { mixtureBatches, normalLatents, type Mixture } from '../../data';
import { dcganPreset, gan, wganGpPreset, wganPreset, type Game, type Preset } from '../../games';
import { leastSquares, minimax, r1 } from '../../losses';
import { mlpDiscriminator, mlpGenerator, network, type Network } from '../../models';
import type { Settings } from './settings';

/** Samples of one update. */
const BATCH = 128;

/** Two hidden layers of 128 each: z to a point, and a point to a logit. */
export function playersOf(seed: number): { readonly generator: Network; readonly discriminator: Network } {
  return {
    generator: network({ name: 'generator', input: [2], layers: mlpGenerator({ output: [2] }), seed }),
    discriminator: network({ name: 'discriminator', input: [2], layers: mlpDiscriminator(), seed }),
  };
}

export type Parts = Pick<Parameters<typeof gan>[0], 'generator' | 'discriminator' | 'data' | 'latents'>;

/** What stays when the loss or a rate changes. */
export const partsOf = (mixture: Mixture, seed: number): Parts => ({
  ...playersOf(seed),
  data: mixtureBatches(mixture, { batchSize: BATCH, seed }),
  latents: normalLatents({ size: 2, seed }),
});

/** The game of the library that the settings ask for. */
export const gameOf = (settings: Settings, parts: Parts): Game =>
  gan({ ...parts, ...presetOf(settings), discriminatorUpdates: settings.stepsD });

/** The loss, what bounds the critic, and the optimisers. */
export function presetOf({ game, rateD, rateG }: Settings): Preset {
  const learningRate = { discriminator: rateD, generator: rateG };
  const standard = dcganPreset({ learningRate });
  switch (game) {
    case 'ns':
      return standard;
    case 'minimax':
      return { ...standard, loss: minimax };
    case 'ls':
      return { ...standard, loss: leastSquares };
    case 'r1':
      return { ...standard, penalty: r1(0.1) };
    case 'clip':
      return wganPreset({ learningRate, clip: 0.1 });
    case 'gp':
      return wganGpPreset({ learningRate, gradientPenalty: 0.1 });
  }
}

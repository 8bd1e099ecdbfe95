/** The games whose steps are timed, as data that every side builds the same networks from. */
import type * as lib from 'gan-lib';
import { models } from 'gan-lib';

export interface NetworkCase {
  readonly input: lib.models.Shape;
  readonly layers: readonly lib.models.Layer[];
}

export type OptimiserCase =
  | { kind: 'adam'; learningRate: number; beta1: number; beta2: number; epsilon: number }
  | { kind: 'rmsProp'; learningRate: number; decay: number; epsilon: number };

interface Common {
  readonly name: string;
  readonly seed: number;
  readonly batchSize: number;
  readonly loss: 'nonSaturating' | 'wasserstein';
  readonly generator: NetworkCase;
  readonly discriminator: NetworkCase;
  readonly optimisers: { readonly generator: OptimiserCase; readonly discriminator: OptimiserCase };
}

export interface GanCase extends Common {
  readonly discriminatorUpdates?: number;
  readonly clip?: number;
  readonly gradientPenalty?: number;
}

export interface InfoganCase extends Common {
  readonly trunk: NetworkCase;
  readonly q: NetworkCase;
  readonly codes: lib.data.Codes;
  readonly lambda: number;
}

export type Case = GanCase | InfoganCase;

export const isInfogan = (which: Case): which is InfoganCase => 'trunk' in which;

const IMAGE = [28, 28, 1];
const LATENTS = 64;
const BATCH = 64;

const adam = (learningRate: number, beta1 = 0.5, beta2 = 0.999): OptimiserCase => ({
  kind: 'adam',
  learningRate,
  beta1,
  beta2,
  epsilon: 1e-8,
});

const both = (optimiser: OptimiserCase) => ({ generator: optimiser, discriminator: optimiser });

interface Size {
  readonly filters: number;
  readonly units: number;
}

/** The size that the lessons train, and that of the paper. */
const LESSON: Size = { filters: 16, units: 256 };
const PAPER: Size = { filters: 64, units: 0 };

/** A DCGAN; without batch normalisation in the discriminator it is WGAN-GP's critic. */
const convolutional = (size: Size, batchNorm: boolean) => ({
  generator: { input: [LATENTS], layers: models.dcganGenerator(size) },
  discriminator: { input: IMAGE, layers: models.dcganDiscriminator({ ...size, batchNorm }) },
});

export const vanilla: GanCase = {
  name: 'vanilla GAN',
  seed: 1,
  batchSize: BATCH,
  loss: 'nonSaturating',
  generator: {
    input: [LATENTS],
    layers: models.mlpGenerator({ output: IMAGE, hidden: [256, 512], batchNorm: true }),
  },
  discriminator: { input: IMAGE, layers: models.mlpDiscriminator({ hidden: [512, 256] }) },
  optimisers: { generator: adam(1e-3), discriminator: adam(2e-4) },
};

/** As lesson 02 trains it, or larger. */
export const dcgan = ({
  batchSize = 128,
  ...size
}: Partial<Size> & { batchSize?: number } = {}): GanCase => ({
  name: 'DCGAN',
  seed: 1,
  batchSize,
  loss: 'nonSaturating',
  ...convolutional({ ...LESSON, ...size }, true),
  optimisers: { generator: adam(4e-3), discriminator: adam(5e-4) },
});

/** At the size of the paper. */
export const largeDcgan: GanCase = { ...dcgan({ batchSize: BATCH, ...PAPER }), name: 'DCGAN, 64 filters' };

export const infogan: InfoganCase = {
  name: 'InfoGAN',
  seed: 1,
  batchSize: 128,
  loss: 'nonSaturating',
  generator: { input: [16 + 10 + 2], layers: models.infoganGenerator(LESSON) },
  trunk: { input: IMAGE, layers: models.infoganTrunk(LESSON) },
  discriminator: { input: [LESSON.units], layers: models.infoganD() },
  q: { input: [LESSON.units], layers: models.infoganQ({ outputs: 10 + 2 }) },
  codes: { categorical: [10], continuous: 2 },
  lambda: 1,
  optimisers: { generator: adam(2e-3), discriminator: adam(2e-3) },
};

export const wgan: GanCase = {
  name: 'WGAN',
  seed: 1,
  batchSize: BATCH,
  loss: 'wasserstein',
  ...convolutional(LESSON, true),
  optimisers: both({ kind: 'rmsProp', learningRate: 5e-4, decay: 0.9, epsilon: 1e-8 }),
  discriminatorUpdates: 5,
  clip: 0.01,
};

export const wganGp: GanCase = {
  name: 'WGAN-GP',
  seed: 1,
  batchSize: BATCH,
  loss: 'wasserstein',
  ...convolutional(LESSON, false),
  optimisers: both(adam(5e-4, 0.5, 0.9)),
  discriminatorUpdates: 5,
  gradientPenalty: 10,
};

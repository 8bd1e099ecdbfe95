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

interface Common<S extends string, Role extends string> {
  readonly system: S;
  readonly name: string;
  readonly seed: number;
  readonly batchSize: number;
  readonly loss: 'nonSaturating' | 'wasserstein';
  /** By player. */
  readonly optimisers: Readonly<Record<Role, OptimiserCase>>;
}

type Two = 'generator' | 'discriminator';

export interface GanCase extends Common<'gan', Two> {
  readonly generator: NetworkCase;
  readonly discriminator: NetworkCase;
  readonly discriminatorUpdates?: number;
  readonly clip?: number;
  readonly gradientPenalty?: number;
  /** Height and width of colour pictures instead of digits: digits enlarged, for what a picture shows makes no step faster. */
  readonly pictures?: number;
}

export interface InfoganCase extends Common<'infogan', Two> {
  readonly generator: NetworkCase;
  readonly trunk: NetworkCase;
  readonly discriminator: NetworkCase;
  readonly q: NetworkCase;
  readonly codes: lib.data.Codes;
  readonly lambda: number;
}

export interface TranslationCase extends Common<'translation', Two> {
  readonly generator: NetworkCase;
  readonly discriminator: NetworkCase;
  /** What a digit is to be drawn of: the same white on black, or the means of its blocks of 4×4 pixels. */
  readonly pairs: 'negative' | 'reduced';
  readonly content: 'l1' | 'meanSquare';
  readonly contentWeight: number;
  readonly adversarialWeight: number;
  readonly conditional: boolean;
}

export interface VaeGanCase extends Common<'vaeGan', 'encoder' | 'decoder' | 'discriminator'> {
  readonly encoder: NetworkCase;
  readonly decoder: NetworkCase;
  readonly body: NetworkCase;
  readonly head: NetworkCase;
  readonly gamma: number;
}

export interface BiganCase extends Common<'bigan', Two> {
  readonly generator: NetworkCase;
  readonly encoder: NetworkCase;
  /** Of pixels and code in a row. */
  readonly discriminator: NetworkCase;
}

/** Digits are one domain, digits white on black the other; a network for each way and each domain. */
export interface DiscoganCase extends Common<'discogan', Two> {
  readonly generator: NetworkCase;
  readonly discriminator: NetworkCase;
  readonly reconstructionWeight: number;
}

/** Films of digits that stand still: what a film shows makes no step faster. */
export interface VideoGanCase extends Common<'videoGan', Two> {
  readonly foreground: NetworkCase;
  readonly background: NetworkCase;
  readonly discriminator: NetworkCase;
  readonly frames: number;
  readonly sparsity: number;
}

export type Case =
  GanCase | InfoganCase | TranslationCase | VaeGanCase | BiganCase | DiscoganCase | VideoGanCase;

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
  system: 'gan',
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
  system: 'gan',
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
  system: 'infogan',
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
  system: 'gan',
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
  system: 'gan',
  name: 'WGAN-GP',
  seed: 1,
  batchSize: BATCH,
  loss: 'wasserstein',
  ...convolutional(LESSON, false),
  optimisers: both(adam(5e-4, 0.5, 0.9)),
  discriminatorUpdates: 5,
  gradientPenalty: 10,
};

export const pix2pix: TranslationCase = {
  system: 'translation',
  name: 'pix2pix',
  seed: 1,
  batchSize: BATCH,
  loss: 'nonSaturating',
  generator: { input: IMAGE, layers: models.unet() },
  discriminator: { input: [28, 28, 2], layers: models.patchDiscriminator() },
  pairs: 'negative',
  content: 'l1',
  contentWeight: 100,
  adversarialWeight: 1,
  conditional: true,
  optimisers: both(adam(1e-3)),
};

/** Width of the hidden dense layers of what the systems below have in common with DCGAN. */
const SMALL: Size = { filters: 16, units: 128 };

export const srgan: TranslationCase = {
  system: 'translation',
  name: 'SRGAN',
  seed: 1,
  batchSize: BATCH,
  loss: 'nonSaturating',
  generator: { input: [7, 7, 1], layers: models.srResNet() },
  discriminator: { input: IMAGE, layers: models.dcganDiscriminator(SMALL) },
  pairs: 'reduced',
  content: 'meanSquare',
  contentWeight: 1,
  adversarialWeight: 0.025,
  conditional: false,
  optimisers: { generator: adam(1e-3), discriminator: adam(5e-4) },
};

const { batchNorm, conv2d, dense, flatten, leakyRelu, tanh } = models;
const init = models.normal(0.02);

export const vaeGan: VaeGanCase = {
  system: 'vaeGan',
  name: 'VAE/GAN',
  seed: 1,
  batchSize: BATCH,
  loss: 'nonSaturating',
  encoder: { input: IMAGE, layers: [...models.dcganTrunk(SMALL), dense(2 * 32, { init })] },
  decoder: { input: [32], layers: models.dcganGenerator(SMALL) },
  body: {
    input: IMAGE,
    layers: [conv2d({ filters: 16, init }), leakyRelu(), conv2d({ filters: 32, bias: false, init })],
  },
  head: {
    input: [7, 7, 32],
    layers: [batchNorm(), leakyRelu(), flatten(), dense(128, { init }), leakyRelu(), dense(1, { init })],
  },
  gamma: 1e-2,
  optimisers: { encoder: adam(1e-3), decoder: adam(1e-3), discriminator: adam(5e-4) },
};

const hidden = [256, 256];

export const bigan: BiganCase = {
  system: 'bigan',
  name: 'BiGAN',
  seed: 1,
  batchSize: 128,
  loss: 'nonSaturating',
  generator: { input: [50], layers: models.mlpGenerator({ output: IMAGE, hidden, batchNorm: true }) },
  encoder: {
    input: IMAGE,
    layers: [
      flatten(),
      ...hidden.flatMap((units) => [dense(units, { bias: false }), batchNorm(), leakyRelu()]),
      ...[dense(50), tanh()],
    ],
  },
  discriminator: { input: [784 + 50], layers: models.mlpDiscriminator({ hidden }) },
  optimisers: both(adam(5e-4)),
};

export const discogan: DiscoganCase = {
  system: 'discogan',
  name: 'DiscoGAN',
  seed: 1,
  batchSize: BATCH,
  loss: 'nonSaturating',
  generator: { input: IMAGE, layers: models.discoGenerator() },
  discriminator: { input: IMAGE, layers: models.discoDiscriminator() },
  reconstructionWeight: 10,
  optimisers: both(adam(5e-4)),
};

const FRAMES = 8;

export const videoGan: VideoGanCase = {
  system: 'videoGan',
  name: 'video GAN, 8 frames',
  seed: 1,
  batchSize: BATCH,
  loss: 'nonSaturating',
  foreground: { input: [LATENTS], layers: models.videoForeground({ frames: FRAMES }) },
  background: { input: [LATENTS], layers: models.videoBackground() },
  discriminator: { input: [28, 28, FRAMES], layers: models.videoDiscriminator() },
  frames: FRAMES,
  sparsity: 0.1,
  optimisers: both(adam(5e-4)),
};

/** Colour pictures, as `games.pictureGan` trains on them, without augmentation. */
const pictures = (size: 32 | 64): GanCase => ({
  system: 'gan',
  name: `DCGAN, colour, ${size} × ${size}`,
  seed: 1,
  batchSize: 32,
  loss: 'nonSaturating',
  generator: { input: [LATENTS], layers: models.pictureGenerator({ size }) },
  discriminator: { input: [size, size, 3], layers: models.pictureDiscriminator({ size }) },
  optimisers: { generator: adam(1e-3), discriminator: adam(5e-4) },
  pictures: size,
});

/** The lessons' models by the names that the command line knows. */
export const LESSONS = {
  vanilla,
  dcgan: dcgan(),
  'large-dcgan': largeDcgan,
  infogan,
  wgan,
  'wgan-gp': wganGp,
};

/** The other systems of the library. */
export const SYSTEMS = { pix2pix, srgan, 'vae-gan': vaeGan, bigan, discogan, 'video-gan': videoGan };

/** What people train on pictures of their own. */
export const PICTURES = { 'pictures-32': pictures(32), 'pictures-64': pictures(64) };

/** A GAN of pictures and an encoder that judges it, by what the pictures are. */
import { imageBatches, normalLatents, type ImageSet, type Latents } from '../data';
import { diffAugment, nonSaturating, r1, type Augmentation } from '../losses';
import { network, pictureDiscriminator, pictureEncoder, pictureGenerator, type Network } from '../models';
import { adam } from '../ops';
import { contrast } from './contrast';
import type { Game } from './game';
import { gan } from './gan';

export interface PictureGanOptions {
  /** Square pictures of 32 or 64 pixels: `data.imageFolder`. */
  readonly pictures: ImageSet;
  readonly seed: number;
  readonly filters?: number;
  readonly latentSize?: number;
  /** Pictures a step; 32, or all if there are fewer. */
  readonly batchSize?: number;
  readonly rateG?: number;
  readonly rateD?: number;
  readonly beta1?: number;
  /** γ of R1; 0 is none, which is twice as fast. */
  readonly gamma?: number;
  /** What the discriminator sees in the pictures' place; `undefined` for the pictures themselves. */
  readonly augmentation?: Augmentation | undefined;
}

export interface PictureGan {
  readonly game: Game;
  readonly generator: Network;
  readonly discriminator: Network;
  readonly latents: Latents;
}

/**
 * A colour DCGAN with differentiable augmentation of the size of the pictures: non-saturating loss, Adam.
 *
 * @throws RangeError if the pictures are not square, or not of 4 times a power of two pixels
 *
 * @example const { game, generator } = games.pictureGan({ pictures, seed: 1 });
 */
export function pictureGan({
  pictures,
  seed,
  filters = 32,
  latentSize = 64,
  batchSize = Math.min(32, pictures.count),
  rateG = 1e-3,
  rateD = 5e-4,
  beta1 = 0.5,
  gamma = 0,
  ...options
}: PictureGanOptions): PictureGan {
  const [size, channels] = sizeOf(pictures);
  const augmentation = 'augmentation' in options ? options.augmentation : diffAugment();
  const generator = network({
    name: 'generator',
    input: [latentSize],
    layers: pictureGenerator({ size, filters, channels }),
    seed,
  });
  const discriminator = network({
    name: 'discriminator',
    input: pictures.shape,
    layers: pictureDiscriminator({ size, filters, batchNorm: gamma === 0 }), // a penalty allows none
    seed,
  });
  const latents = normalLatents({ size: latentSize, seed });
  const game = gan({
    generator,
    discriminator,
    loss: nonSaturating,
    penalty: gamma > 0 ? r1(gamma) : undefined,
    augmentation,
    data: imageBatches(pictures, { batchSize, seed }),
    latents,
    optimisers: {
      generator: adam({ learningRate: rateG, beta1 }),
      discriminator: adam({ learningRate: rateD, beta1 }),
    },
    seed,
  });
  return { game, generator, discriminator, latents };
}

export interface PictureContrastOptions {
  readonly pictures: ImageSet;
  readonly seed: number;
  /** How many features it has; more need more pictures. */
  readonly features?: number;
  readonly batchSize?: number;
}

/**
 * An encoder of such pictures that learns without labels, on 128 pictures a step: what `metrics.judgeFeatures` judges by.
 *
 * @throws RangeError if the pictures are not square, or not of 4 times a power of two pixels, or fewer than a batch
 */
export function pictureContrast({
  pictures,
  seed,
  features = 48,
  batchSize = Math.min(128, pictures.count),
}: PictureContrastOptions): { readonly game: Game; readonly encoder: Network } {
  const [size] = sizeOf(pictures);
  const { encoder: body, projection: head } = pictureEncoder({ size, features });
  const encoder = network({ name: 'encoder', input: pictures.shape, layers: body, seed });
  const projection = network({ name: 'projection', input: encoder.outputShape, layers: head, seed });
  const game = contrast({
    encoder,
    projection,
    data: imageBatches(pictures, { batchSize, seed, name: 'encoder' }),
    augmentation: diffAugment(),
    optimiser: adam({ learningRate: 2e-3 }),
    seed,
  });
  return { game, encoder };
}

function sizeOf({ name, shape: [height, width, channels] }: ImageSet): [size: 32 | 64, channels: number] {
  if (height !== width)
    throw new RangeError(`${name}: square pictures are allowed, got ${height} × ${width}`);
  return [height as 32 | 64, channels];
}

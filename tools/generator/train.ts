import { data, games, models, training } from 'gan-lib';

/** How the shipped generator is trained: as a DCGAN, whose step sizes fall in the second half. */
export interface Training {
  readonly seed: number;
  /** Updates of each network. */
  readonly steps: number;
  readonly batchSize: number;
  /** Step sizes of Adam. */
  readonly learningRate: { readonly generator: number; readonly discriminator: number };
  readonly beta1: number;
  /** Of the moving average of the generator's weights, which is what is kept. */
  readonly averageDecay: number;
}

/** Some 5 minutes on two slow cores. */
export const TRAINING: Training = {
  seed: 1,
  steps: 4000,
  batchSize: 128,
  learningRate: { generator: 2e-3, discriminator: 4e-4 },
  beta1: 0.5,
  averageDecay: 0.995,
};

/**
 * Trains a generator; the moving average of its weights is kept.
 *
 * @param say is told how far it is, each tenth of the steps
 */
export async function train(
  images: data.ImageSet,
  { seed, steps, batchSize, learningRate, beta1, averageDecay }: Training,
  say: (line: string) => void,
): Promise<models.Network> {
  const generator = models.generatorNetwork(seed);
  const discriminator = models.network({
    name: 'discriminator',
    input: images.shape,
    layers: models.dcganDiscriminator({ filters: 16, units: 256 }),
    seed,
  });
  const game = games.gan({
    generator,
    discriminator,
    data: data.imageBatches(images, { batchSize, seed }),
    latents: data.normalLatents({ size: 64, seed }),
    ...games.dcganPreset({ learningRate, beta1, linearDecay: [steps / 2, steps] }),
  });
  const average = training.movingAverage(generator, { decay: averageDecay });
  const progress: training.Hook = {
    every: Math.ceil(steps / 10),
    run: ({ step, seconds }) => say(`step ${step} of ${steps}, ${seconds.toFixed(0)} s`),
  };
  const trainer = new training.Trainer({ game });
  await trainer.train({ steps, hooks: [average.hook, progress] });
  trainer.dispose();
  return average.network;
}

/**
 * Modes of a mixture of Gaussians that a GAN of two small networks learns to draw, by VEEGAN's protocol (Srivastava et
 * al. 2017, arXiv 1705.07761, section 4.1): 2,500 samples.
 */
import { data, games, losses, metrics, models, notebook, training } from 'gan-lib';
import { recipe } from '../recipe.ts';

const { choice, integer, number } = notebook;
const { minimax, nonSaturating, leastSquares, wasserstein } = losses;

const MIXTURES = { ring: data.ring(), grid: data.grid() };
const LOSSES = { minimax, nonSaturating, leastSquares, wasserstein };
const SAMPLES = 2500;

export default recipe(
  {
    seed: integer(1, { min: 0 }),
    mixture: choice('ring', ['ring', 'grid']),
    loss: choice('nonSaturating', ['minimax', 'nonSaturating', 'leastSquares', 'wasserstein']),
    gradientPenalty: number(0, { min: 0 }), // λ; 0.1 makes WGAN-GP of the Wasserstein loss
    discriminatorUpdates: integer(1, { min: 1 }), // discriminator updates for each of the generator
    steps: integer(5000, { min: 1 }), // generator updates
    learningRate: number(1e-3, { min: 1e-6, max: 1 }), // Adam's step size
    batchSize: integer(128, { min: 1 }),
    latentSize: integer(2, { min: 1 }),
    hidden: integer(128, { min: 1 }), // units of each of the two hidden layers
  },
  async ({ seed, mixture, loss, gradientPenalty, discriminatorUpdates, steps, ...sizes }) => {
    const { learningRate, batchSize, latentSize } = sizes;
    const hidden = [sizes.hidden, sizes.hidden];
    const modes = MIXTURES[mixture];
    const generator = models.network({
      name: 'generator',
      input: [latentSize],
      layers: models.mlpGenerator({ output: [2], hidden }),
      seed,
    });
    const discriminator = models.network({
      name: 'discriminator',
      input: [2],
      layers: models.mlpDiscriminator({ hidden }),
      seed,
    });
    const latents = data.normalLatents({ size: latentSize, seed });
    const adam = () => training.adam({ learningRate });
    const game = games.gan({
      generator,
      discriminator,
      loss: LOSSES[loss],
      ...(gradientPenalty > 0 && { penalty: losses.wganGp(gradientPenalty) }),
      discriminatorUpdates,
      data: data.mixtureBatches(modes, { batchSize, seed }),
      latents,
      optimisers: { generator: adam(), discriminator: adam() },
    });
    await new training.Trainer({ game }).train({ steps });
    const coverage = metrics.modeCoverage(generator.apply(latents.next(SAMPLES).z), modes);
    return { modes: coverage.modes, highQuality: coverage.highQuality };
  },
);

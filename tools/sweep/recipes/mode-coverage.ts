/**
 * Modes of a mixture of Gaussians that a GAN of two small networks learns to draw, by VEEGAN's protocol (Srivastava et
 * al. 2017, arXiv 1705.07761, section 4.1): 2,500 samples. `packing` above 1 is PacGAN's discriminator, which sees so
 * many samples at once (Lin et al. 2018, arXiv 1712.04086). One row for each of `evaluations` moments.
 */
import { data, games, losses, metrics, models, notebook, training } from 'gan-lib';
import { recipe, rowsOf } from '../recipe.ts';

const { choice, flag, integer, number } = notebook;
const { minimax, nonSaturating, leastSquares, wasserstein } = losses;

/** Of the papers, the grid divided by 4: modes are counted alike, and networks get numbers of about 1. */
const MIXTURES = { ring: data.ring(), grid: data.grid({ spacing: 0.5, sigma: 0.0125 }) };
const LOSSES = { minimax, nonSaturating, leastSquares, wasserstein };
const SAMPLES = 2500;

export default recipe(
  {
    seed: integer(1, { min: 0 }),
    mixture: choice('ring', ['ring', 'grid']),
    loss: choice('nonSaturating', ['minimax', 'nonSaturating', 'leastSquares', 'wasserstein']),
    gradientPenalty: number(0, { min: 0 }), // λ; 0.1 makes WGAN-GP of the Wasserstein loss
    discriminatorUpdates: integer(1, { min: 1 }), // discriminator updates for each of the generator
    packing: integer(1, { min: 1 }), // samples that the discriminator sees at once
    steps: integer(5000, { min: 1 }), // generator updates
    evaluations: integer(1, { min: 1 }), // how often modes are counted
    rateG: number(3e-4, { min: 1e-6, max: 1 }), // Adam's step sizes
    rateD: number(1e-3, { min: 1e-6, max: 1 }),
    beta1: number(0.5, { min: 0, max: 0.999 }), // Adam's momentum
    decay: flag(false), // whether the step sizes fall in the second half of the training
    batchSize: integer(128, { min: 1 }),
    latentSize: integer(2, { min: 1 }),
    hidden: integer(128, { min: 1 }), // units of each of the two hidden layers
  },
  async ({ seed, mixture, loss, gradientPenalty, discriminatorUpdates, packing, steps, ...own }) => {
    const { evaluations, rateG, rateD, beta1, decay, batchSize, latentSize } = own;
    const hidden = [own.hidden, own.hidden];
    const modes = MIXTURES[mixture];
    const generator = models.network({
      name: 'generator',
      input: [latentSize],
      layers: models.mlpGenerator({ output: [2], hidden }),
      seed,
    });
    const discriminator = models.network({
      name: 'discriminator',
      input: [2 * packing],
      layers: models.mlpDiscriminator({ hidden }),
      seed,
    });
    const linearDecay = decay ? ([steps / 2, steps] as const) : undefined;
    const adam = (learningRate: number) => training.adam({ learningRate, beta1, linearDecay });
    const game = games.gan({
      generator,
      discriminator,
      packing,
      loss: LOSSES[loss],
      ...(gradientPenalty > 0 && { penalty: losses.wganGp(gradientPenalty) }),
      discriminatorUpdates,
      data: data.mixtureBatches(modes, { batchSize, seed }),
      latents: data.normalLatents({ size: latentSize, seed }),
      optimisers: { generator: adam(rateG), discriminator: adam(rateD) },
    });
    const { z } = data.normalLatents({ size: latentSize, seed, name: 'evaluation' }).next(SAMPLES);
    const trainer = new training.Trainer({ game });
    const evalHook: training.Hook = {
      every: Math.ceil(steps / evaluations),
      run: () => {
        const coverage = metrics.modeCoverage(generator.apply(z), modes);
        return { modes: coverage.modes, highQuality: coverage.highQuality };
      },
    };
    await trainer.train({ steps, hooks: [evalHook] });
    return rowsOf(trainer.history.alignTo('modes'));
  },
);

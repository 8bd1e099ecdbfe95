/**
 * A GAN on MNIST, judged on its way: one row for each of `evaluations` moments, with the mean of each loss since the
 * evaluation before and the Fréchet distance of `samples` generated images.
 */
import * as tf from '@tensorflow/tfjs-core';
import { data, games, metrics, models, notebook, training } from 'gan-lib';
import { recipe, rowsOf } from '../recipe.ts';

const { choice, flag, integer, number } = notebook;
const METHODS = {
  standard: games.dcganPreset,
  wgan: games.wganPreset,
  'wgan-gp': games.wganGpPreset,
};

export default recipe(
  {
    seed: integer(1, { min: 0 }),
    architecture: choice('dcgan', ['dcgan', 'noBatchNorm', 'mlpGenerator', 'mlp', 'tanh']),
    method: choice('standard', ['standard', 'wgan', 'wgan-gp']),
    filters: integer(16, { min: 1 }), // of the convolutional layers next to the image
    units: integer(256, { min: 0 }), // of the hidden dense layer beside them
    rateG: number(2e-4, { min: 1e-6 }), // step sizes
    rateD: number(2e-4, { min: 1e-6 }),
    beta1: number(0.5, { min: 0, max: 0.999 }), // Adam's momentum; wgan has none
    decay: flag(false), // whether the standard GAN's step sizes fall in the second half of the training
    discriminatorUpdates: integer(5, { min: 1 }), // critic steps for each of the generator; the standard GAN has 1
    warmUp: integer(0, { min: 0 }), // discriminator steps before the generator's first
    clip: number(0.01, { min: 0 }), // of wgan
    lambda: number(10, { min: 0 }), // the factor of the gradient penalty, of wgan-gp
    steps: integer(2000, { min: 1 }), // generator updates
    evaluations: integer(20, { min: 1 }), // how often it is judged
    samples: integer(5000, { min: 100 }), // images an evaluation
    batchSize: integer(64, { min: 1 }),
    latentSize: integer(64, { min: 1 }),
  },
  async ({
    seed,
    architecture,
    method,
    filters,
    units,
    steps,
    evaluations,
    samples,
    batchSize,
    latentSize,
    ...own
  }) => {
    const { rateG, rateD, beta1, decay, discriminatorUpdates, warmUp, clip, lambda } = own;
    const mnist = data.loadMnist();
    const layers = models.architectures[architecture].layers({
      filters,
      units,
      normalised: method !== 'wgan-gp',
    });
    const generator = models.network({
      name: 'generator',
      input: [latentSize],
      layers: layers.generator,
      seed,
    });
    const discriminator = models.network({
      name: 'discriminator',
      input: [28, 28, 1],
      layers: layers.discriminator,
      seed,
    });
    const game = games.gan({
      generator,
      discriminator,
      data: data.imageBatches(mnist.train, { batchSize, seed }),
      latents: data.normalLatents({ size: latentSize, seed }),
      ...METHODS[method]({
        learningRate: { generator: rateG, discriminator: rateD },
        beta1,
        linearDecay: decay ? [steps / 2, steps] : undefined,
        discriminatorUpdates,
        clip,
        gradientPenalty: lambda,
      }),
    });
    for (let warm = 0; warm < warmUp; warm++) tf.dispose(training.update(game.players['discriminator']!));
    const reference = metrics.imageReference(
      models.classifier('mnist'),
      data.toTensor(mnist.train, { length: 5000 }),
    );
    const { z: evalLatents } = data.normalLatents({ size: latentSize, seed, name: 'exam' }).next(samples);
    const trainer = new training.Trainer({ game, logEvery: 1 });
    const evalHook: training.Hook = {
      every: Math.ceil(steps / evaluations),
      run: () => tf.tidy(() => metrics.judge(generator.apply(evalLatents), reference)),
    };
    await trainer.train({ steps, hooks: [evalHook] });
    return rowsOf(trainer.history.alignTo('frechet'));
  },
);

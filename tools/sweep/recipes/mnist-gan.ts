/**
 * A GAN on MNIST, judged on its way: one row for each of `evaluations` moments, with the mean of each loss since the
 * evaluation before and the Fréchet distance of `samples` generated images; the last row has all that `metrics.judge` says.
 * Besides, a row has:
 *
 * - `gradientNorm`: the norm of the gradient that the generator gets, of 256 samples;
 * - `optimalEstimate`: at every quarter, what a copy of the critic says after `optimum` more steps (if there are any) against the
 *   generator as it stands; beside it, `presentEstimate`, the mean of the critic's own estimate over the last 20 steps;
 * - `digits`: in the last row, how many of the ten digits make up at least 1 % of the drawings;
 * - `averageFrechet`, `averageRecall`: of a moving average of the generator's weights, if there is one (`average` > 0);
 * - `pictures`: in the last row, eight images by fixed latents, 28 × 28 bytes each, 0 black, in base64.
 */
import * as tf from '@tensorflow/tfjs-core';
import { data, games, losses, metrics, models, notebook, training } from 'gan-lib';
import { optimalEstimate } from '../optimal-estimate.ts';
import { bytesOf, recipe, rowsOf, type Row } from '../recipe.ts';
import { setBack } from '../set-back.ts';

const { choice, flag, integer, number } = notebook;
const METHODS = {
  standard: games.dcganPreset,
  minimax: (options: Parameters<typeof games.dcganPreset>[0]) => ({
    ...games.dcganPreset(options),
    loss: losses.minimax,
  }),
  wgan: games.wganPreset,
  'wgan-adam': wganAdam,
  'wgan-gp': games.wganGpPreset,
};

/** WGAN whose critic, and it alone, has Adam with this momentum instead of RMSProp. */
function wganAdam(options: { learningRate: { generator: number; discriminator: number }; beta1: number }) {
  const preset = games.wganPreset(options);
  const critic = training.adam({
    learningRate: options.learningRate.discriminator,
    beta1: options.beta1,
    beta2: 0.9,
  });
  return { ...preset, optimisers: { ...preset.optimisers, discriminator: critic } };
}

/** The networks of lesson 01. */
const vanilla = () => ({
  generator: models.mlpGenerator({ output: [28, 28, 1], hidden: [256, 512], batchNorm: true }),
  discriminator: models.mlpDiscriminator({ hidden: [512, 256] }),
});

export default recipe(
  {
    seed: integer(1, { min: 0 }),
    architecture: choice('dcgan', ['dcgan', 'noBatchNorm', 'mlpGenerator', 'mlp', 'vanilla']),
    without: choice('nothing', models.dcganRules), // which of DCGAN's rules is missing, of the architecture dcgan
    method: choice('standard', ['standard', 'minimax', 'wgan', 'wgan-adam', 'wgan-gp']),
    filters: integer(16, { min: 1 }), // of the convolutional layers next to the image
    units: integer(256, { min: 0 }), // of the hidden dense layer beside them
    rateG: number(2e-4, { min: 1e-6 }), // step sizes
    rateD: number(2e-4, { min: 1e-6 }),
    beta1: number(0.5, { min: 0, max: 0.999 }), // Adam's momentum; wgan has none, wgan-adam in the critic alone
    decay: flag(false), // whether the standard GAN's step sizes fall in the second half of the training
    average: number(0, { min: 0, max: 0.9999 }), // how much a moving average of the generator keeps each step; 0 for none
    discriminatorUpdates: integer(5, { min: 1 }), // critic steps for each of the generator; the standard GAN has 1
    warmUp: integer(0, { min: 0 }), // discriminator steps before the generator's first
    clip: number(0.01, { min: 0 }), // of wgan
    epsilon: number(1e-8, { min: 0 }), // of RMSProp, under its root; 1e-16 is the authors', 1e-8 what the first runs had
    lambda: number(10, { min: 0 }), // the factor of the gradient penalty, of wgan-gp
    setBack: number(0, { min: 0, max: 1 }), // how far the generator is set back to its first weights in the third quarter
    optimum: integer(0, { min: 0 }), // how many more steps the critic gets to show what it could estimate, at each quarter
    trainingImages: integer(60_000, { min: 64, max: 60_000 }), // the first so many
    steps: integer(2000, { min: 1 }), // generator updates
    evaluations: integer(20, { min: 1 }), // how often it is judged
    samples: integer(5000, { min: 100 }), // images an evaluation
    batchSize: integer(64, { min: 1 }),
    latentSize: integer(64, { min: 1 }),
  },
  async ({ seed, architecture, without, method, steps, evaluations, batchSize, latentSize, ...own }) => {
    const {
      rateG,
      rateD,
      beta1,
      decay,
      discriminatorUpdates,
      warmUp,
      clip,
      epsilon,
      lambda,
      filters,
      units,
    } = own;
    const mnist = data.loadMnist();
    const layers =
      architecture === 'vanilla'
        ? vanilla()
        : without !== 'nothing'
          ? models.dcganWithout(without, { filters, units })
          : models.architectures[architecture].layers({ filters, units, normalised: method !== 'wgan-gp' });
    const network = (name: 'generator' | 'discriminator', input: models.Shape) =>
      models.network({ name, input, layers: layers[name], seed });
    const generator = network('generator', [latentSize]);
    const discriminator = network('discriminator', [28, 28, 1]);
    const presetOf = (): games.Preset =>
      METHODS[method]({
        learningRate: { generator: rateG, discriminator: rateD },
        beta1,
        linearDecay: decay ? [steps / 2, steps] : undefined,
        discriminatorUpdates,
        clip,
        epsilon,
        gradientPenalty: lambda,
      });
    const preset = presetOf();
    const parts = (suffix = '') => ({
      generator,
      data: data.imageBatches(data.take(mnist.train, own.trainingImages), {
        batchSize,
        seed,
        name: `data${suffix}`,
      }),
      latents: data.normalLatents({ size: latentSize, seed, name: `latents${suffix}` }),
    });
    const game = games.gan({ ...parts(), discriminator, ...preset });
    for (let warm = 0; warm < warmUp; warm++) tf.dispose(training.update(game.players['discriminator']!));
    const reference = metrics.imageReference(
      models.classifier('mnist'),
      data.toTensor(mnist.train, { length: 5000 }),
    );
    const held = data.normalLatents({ size: latentSize, seed, name: 'exam' });
    const [evalLatents, gradientLatents] = [held.next(own.samples).z, held.next(256).z];
    const drawn = (from: models.Network) => tf.tidy(() => tf.clipByValue(from.apply(evalLatents), -1, 1));
    const distanceOf = (images: tf.Tensor) =>
      metrics.frechetDistance(
        metrics.featureStatistics(reference.classifier.features(images)),
        reference.statistics,
      );
    const digitsOf = (images: tf.Tensor) => {
      const { probabilities } = reference.classifier.outputs(images);
      const shares = metrics.classHistogram(metrics.mostProbable(probabilities));
      return shares.filter((share) => share >= 0.01).length;
    };
    const average = own.average > 0 ? training.movingAverage(generator, { decay: own.average }) : undefined;
    const trainer = new training.Trainer({ game, logEvery: 1 });
    const evalHook: training.Hook = {
      every: Math.ceil(steps / evaluations),
      run: ({ step }) =>
        tf.tidy(() => {
          const judge = (from: models.Network) =>
            step === steps ? metrics.judge(drawn(from), reference) : { frechet: distanceOf(drawn(from)) };
          const averaged = average && judge(average.network);
          const loss = () => preset.loss.generator(discriminator.apply(generator.apply(gradientLatents)));
          return {
            ...judge(generator),
            ...(step === steps && { digits: digitsOf(drawn(generator)) }),
            ...(averaged && { averageFrechet: averaged.frechet }),
            ...(averaged && 'recall' in averaged && { averageRecall: averaged.recall }),
            gradientNorm: training.gradientNorm([generator], loss),
          };
        }),
    };
    const optimumHook: training.Hook = {
      every: Math.ceil(steps / 4),
      run({ step, history }) {
        if (step === 0 || own.optimum === 0) return;
        const seen = history.complete('criticEstimate')['criticEstimate']!.slice(-20);
        const fresh = { ...parts(' optimum'), discriminator, ...presetOf() };
        return { presentEstimate: metrics.mean(seen), optimalEstimate: optimalEstimate(fresh, own.optimum) };
      },
    };
    const back = setBack(generator, { from: steps / 2, to: (3 * steps) / 4, share: own.setBack });
    const hooks = [
      ...(average ? [average.hook] : []),
      ...(own.setBack > 0 ? [back] : []),
      evalHook,
      optimumHook,
    ];
    await trainer.train({ steps, hooks });
    const rows: Row[] = rowsOf(trainer.history.alignTo('frechet'));
    const pictures = bytesOf(tf.tidy(() => tf.slice(drawn(average?.network ?? generator), 0, 8)));
    return rows.map((row, i) => ({ ...row, pictures: i === rows.length - 1 ? pictures : '' }));
  },
);

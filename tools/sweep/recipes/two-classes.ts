/**
 * Two classes on a line whose conditional densities are known: x|0 ~ N(−1, 1) and x|1 ~ N(1, 1). A conditional GAN, or an
 * AC-GAN with the weight `lambda` of its class term, of small dense networks. One row a run, of 5,000 samples of each class:
 *
 * - `ruleRight`: share on its own side of 0, where the best rule there is puts the border; 0.841 of the data, Φ(1);
 * - `deviation`: standard deviation within a class, the mean of both; 1 of the data;
 * - `distance`: Wasserstein-1 distance to the class's own density, the mean of both, from as many fresh points.
 */
import * as tf from '@tensorflow/tfjs-core';
import { data, games, losses, metrics, models, notebook, random, training } from 'gan-lib';
import { recipe } from '../recipe.ts';

const { choice, integer, number } = notebook;
/** Their modes are the classes 0 and 1. */
const CLASSES: data.Mixture = { name: 'two classes', centres: [[-1], [1]], sigma: 1 };
const EACH = 5000;

export default recipe(
  {
    seed: integer(1, { min: 0 }),
    method: choice('cgan', ['cgan', 'acgan']),
    lambda: number(1, { min: 0 }), // of acgan: the weight of the class term of the generator
    steps: integer(2000, { min: 1 }),
    rate: number(1e-3, { min: 1e-6 }), // Adam's step size for both, falling in the second half
    batchSize: integer(128, { min: 2 }),
    hidden: integer(64, { min: 1 }), // units of each hidden layer
    noise: integer(2, { min: 1 }),
  },
  async ({ seed, method, lambda, steps, rate, batchSize, hidden, noise }) => {
    const codes: data.Codes = { categorical: [2], continuous: 0 };
    const latents = data.codedLatents({ noise, codes, seed });
    const points = data.mixtureBatches(CLASSES, { batchSize, seed });
    const network = (name: string, input: models.Shape, layers: models.Layer[]) =>
      models.network({ name, input, layers, seed });
    const layer = () => [models.dense(hidden), models.leakyRelu()];
    const adam = () => training.adam({ learningRate: rate, linearDecay: [steps / 2, steps] });
    const layers = models.mlpGenerator({ output: [1], hidden: [hidden, hidden] });
    const common = {
      generator: network('generator', [latents.size], layers),
      latents,
      loss: losses.nonSaturating,
      data: data.map(points, ({ x, labels }) => ({ x, y: data.oneHot(labels, 2) })),
      optimisers: { generator: adam(), discriminator: adam() },
    };
    const GAMES = {
      cgan: () =>
        games.conditionalGan({
          ...common,
          body: network('body', [1], layer()),
          head: network('head', [hidden + 2], [...layer(), models.dense(1)]),
        }),
      acgan: () =>
        games.acgan({
          ...common,
          lambda,
          trunk: network('trunk', [1], [...layer(), ...layer()]),
          discriminator: network('discriminator', [hidden], [models.dense(1)]),
          q: network('q', [hidden], [models.dense(2)]),
        }),
    };
    const trainer = new training.Trainer({ game: GAMES[method]() });
    await trainer.train({ steps });
    const fresh = random.stream(seed, 'evaluation');
    const drawn = CLASSES.centres.map(([centre], label) => {
      const wish = { count: EACH, categories: [new Array<number>(EACH).fill(label)], continuous: [] };
      const noises = fresh.fillNormal(new Float32Array(EACH * noise));
      const z = latents.compose({ ...wish, noise: noises });
      const x = tf.tidy(() => common.generator.apply(z).dataSync<'float32'>().slice());
      const own = fresh.fillNormal(new Float32Array(EACH), centre!, 1);
      const mean = metrics.mean(x);
      return {
        right: x.filter((value) => value * centre! > 0).length / EACH,
        deviation: Math.sqrt(metrics.mean(x.map((value) => (value - mean) ** 2))),
        distance: metrics.wasserstein1d(x, own),
      };
    });
    const mean = (name: 'right' | 'deviation' | 'distance') => metrics.mean(drawn.map((one) => one[name]));
    return { ruleRight: mean('right'), deviation: mean('deviation'), distance: mean('distance') };
  },
);

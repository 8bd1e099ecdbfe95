/**
 * InfoGAN on MNIST (Chen et al. 2016, section 7.2), with the information term (λ > 0) or, everything else equal,
 * without (λ = 0): one row for each of `evaluations` moments, with the mean bound L_I since the evaluation before, the
 * error of the categorical code that Q reads in real test digits (`error`), that of the category that G was given against
 * the digit that the classifier sees in what it draws (`drawnError`), and the Fréchet distance.
 */
import * as tf from '@tensorflow/tfjs-core';
import { data, games, losses, metrics, models, notebook, training } from 'gan-lib';
import { recipe, rowsOf } from '../recipe.ts';

const { flag, integer, number } = notebook;

/** Asks Q to read the same category in a real image and in a distorted copy of it (Ji et al. 2019). */
const invariantTo = (distortions: data.Distortions, categories: number, weight: number): games.RealTerm => ({
  sources: { distortions },
  make: (real) => distortions.apply(real),
  term({ real, made }) {
    const [a, b] = [real, made!].map((outputs) => tf.slice(outputs, [0, 0], [-1, categories]));
    return losses.sum([-weight, losses.term('informationShared', losses.sharedInformation(a!, b!))]);
  },
});

export default recipe(
  {
    seed: integer(1, { min: 0 }),
    lambda: number(1, { min: 0 }),
    categories: integer(10, { min: 2 }),
    steps: integer(1500, { min: 1 }),
    evaluations: integer(10, { min: 1 }),
    samples: integer(2000, { min: 100 }), // images an evaluation
    rateG: number(1e-3, { min: 1e-6 }),
    rateD: number(2e-4, { min: 1e-6 }),
    decay: flag(false), // whether both fall in the second half of the training
    invariance: number(0, { min: 0 }), // how much Q is asked to read a distorted digit like the digit; 0 in the paper
    filters: integer(16, { min: 1 }), // of the convolutional layers next to the image
    units: integer(256, { min: 1 }), // of the dense layers
    noise: integer(62, { min: 0 }),
    batchSize: integer(128, { min: 2 }),
  },
  async ({
    seed,
    lambda,
    categories,
    steps,
    evaluations,
    samples,
    rateG,
    rateD,
    decay,
    invariance,
    filters,
    units,
    noise,
    batchSize,
  }) => {
    const mnist = data.loadMnist();
    const codes: data.Codes = { categorical: [categories], continuous: 2 };
    const latents = data.codedLatents({ noise, codes, seed });
    const size = { filters, units };
    const network = (name: string, input: models.Shape, layers: models.Layer[]) =>
      models.network({ name, input, layers, seed });
    const players = {
      generator: network('generator', [latents.size], models.infoganGenerator(size)),
      trunk: network('trunk', [28, 28, 1], models.infoganTrunk(size)),
      discriminator: network('discriminator', [units], models.infoganD()),
      q: network('q', [units], models.infoganQ({ outputs: games.qOutputs(codes) })),
    };
    const linearDecay = decay ? ([steps / 2, steps] as const) : undefined;
    const game = games.infogan({
      ...players,
      loss: losses.nonSaturating,
      data: data.imageBatches(mnist.train, { batchSize, seed }),
      latents,
      optimisers: {
        generator: training.adam({ learningRate: rateG, linearDecay }),
        discriminator: training.adam({ learningRate: rateD, linearDecay }),
      },
      lambda,
      ...(invariance > 0 && { realTerm: invariantTo(data.distortions({ seed }), categories, invariance) }),
    });
    const reference = metrics.imageReference(
      models.classifier('mnist'),
      data.toTensor(mnist.train, { length: 5000 }),
    );
    const evaluation = data.codedLatents({ noise, codes, seed, name: 'exam' }).next(samples);
    const digits = data.toTensor(mnist.test, { length: 10_000 });
    const read = () =>
      tf.tidy(() => {
        const outputs = players.q.apply(players.trunk.apply(digits));
        return tf.argMax(tf.slice(outputs, [0, 0], [-1, categories]), 1).dataSync();
      });
    const given = tf.tidy(() =>
      tf.argMax(tf.slice(evaluation.codes, [0, 0], [-1, categories]), 1).dataSync(),
    );
    const strict = (table: metrics.ConfusionTable) =>
      categories <= 10 ? metrics.oneToOneMatching(table).error : NaN;
    const evalHook: training.Hook = {
      every: Math.ceil(steps / evaluations),
      run: () =>
        tf.tidy(() => {
          const sizes = { codes: categories, digits: 10 };
          const table = metrics.confusionTable(read(), mnist.test.labels, sizes);
          const images = players.generator.apply(evaluation.z);
          const seen = metrics.mostProbable(reference.classifier.probabilities(images));
          return {
            error: strict(table),
            majorityError: metrics.majorityMatching(table).error,
            drawnError: strict(metrics.confusionTable(given, seen, sizes)),
            ...metrics.judge(images, reference),
          };
        }),
    };
    const trainer = new training.Trainer({ game, logEvery: 1 });
    await trainer.train({ steps, hooks: [evalHook] });
    return rowsOf(trainer.history.alignTo('frechet'));
  },
);

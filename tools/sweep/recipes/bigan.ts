/**
 * An encoder and a generator of digits, and how they learn of each other: `bigan`, one discriminator of pairs (x, E(x)) and
 * (G(z), z); `marginals`, the same game with a discriminator of images and one of latents whose logits are added; `regressor`, a
 * GAN without an encoder, and an encoder that learns z from G(z). One row a run, on the first `samples` test images x:
 *
 * - `ratio`: ‖x − G(E(x))‖ over the same to another test image, means; `mse`: mean squared difference of pixels;
 * - `agreement`, `agreementRobust`: share of G(E(x)) in which the classifier reads the digit of x; of the robust one, too;
 * - `sharpness`: of G(E(x)), over that of x; `confident`: of the G(E(x)) that the robust classifier misreads, the share in which the
 *   other classifier is sure of a wrong digit;
 * - `codeRatio`: ‖z − E(G(z))‖ over the same to other latents; `codeDeviation`: of the numbers of E(x) (uniform ones have 0.58);
 * - `nearest`, `nearestCode`: accuracy of the nearest of the first 5,000 training images by the last hidden layer of E, by E(x);
 *   `untrained`, `untrainedCode`: the same before any training;
 * - `frechet`, and all else of `metrics.judge`, of `samples` drawings;
 * - `discriminatorLoss`, `generatorLoss`: means over the last tenth of the training.
 */
import * as tf from '@tensorflow/tfjs-core';
import { data, games, losses, metrics, models, notebook, ops, training } from 'gan-lib';
import { recipe } from '../recipe.ts';

const { choice, integer, number } = notebook;
const REFERENCES = 5000;

export default recipe(
  {
    seed: integer(1, { min: 0 }),
    method: choice('bigan', ['bigan', 'marginals', 'regressor']),
    steps: integer(2000, { min: 2 }),
    samples: integer(2000, { min: 100 }),
    rateG: number(2e-4, { min: 1e-6 }), // of the generator and the encoder
    rateD: number(5e-4, { min: 1e-6 }),
    units: integer(256, { min: 1 }), // of all hidden layers
    latentSize: integer(50, { min: 1 }),
    batchSize: integer(64, { min: 2 }),
  },
  async ({ seed, method, steps, samples, units, latentSize, batchSize, rateG, rateD }) => {
    const mnist = data.loadMnist();
    const falling = [steps / 2, steps] as const; // the authors' rates fall in the second half, too
    const adam = (learningRate: number) => training.adam({ learningRate, linearDecay: falling });
    const network = (name: string, input: models.Shape, layers: models.Layer[]) =>
      models.network({ name, input, layers, seed });
    const features = [...models.biganBody({ units }), ...models.biganHead({ units })];
    const generator = network('generator', [latentSize], models.biganGenerator({ units }));
    const encoder = network('encoder', [28, 28, 1], models.biganEncoder({ units, outputs: latentSize }));
    const latents = data.uniformLatents({ size: latentSize, seed });
    const common = {
      generator,
      latents,
      data: data.imageBatches(mnist.train, { batchSize, seed }),
      loss: losses.nonSaturating,
      optimisers: { generator: adam(rateG), discriminator: adam(rateD) },
    };
    const GAMES = {
      bigan(): games.Game {
        const body = network('body', [28, 28, 1], models.biganBody({ units }));
        const head = network('head', [units + latentSize], models.biganHead({ units }));
        const logits: games.Judge['logits'] = ([x, z], options) =>
          head.apply(ops.concat([body.apply(x!, options), z!]), options);
        return games.bigan({ ...common, encoder, discriminator: { networks: [body, head], logits } });
      },
      marginals(): games.Game {
        const ofImages = network('discriminator of images', [28, 28, 1], features);
        const ofLatents = network('discriminator of latents', [latentSize], features);
        const logits: games.Judge['logits'] = ([x, z], options) =>
          tf.add(ofImages.apply(x!, options), ofLatents.apply(z!, options));
        return games.bigan({
          ...common,
          encoder,
          discriminator: { networks: [ofImages, ofLatents], logits },
        });
      },
      regressor(): games.Game {
        const discriminator = network('discriminator', [28, 28, 1], features);
        const game = games.gan({ ...common, discriminator });
        const player = games.player({
          networks: [encoder],
          optimiser: adam(rateG),
          pure: true,
          inputs() {
            const { z } = latents.next(batchSize);
            return { z, x: generator.apply(z, { training: true }) };
          },
          objective: ({ z, x }) =>
            losses.term('latentError', losses.squaredError(z, encoder.apply(x, { training: true }))),
        });
        return {
          ...game,
          name: `latent regressor, ${game.name}`,
          networks: { ...game.networks, encoder },
          players: { ...game.players, encoder: player },
        };
      },
    };

    const x = data.toTensor(mnist.test, { length: samples });
    const labels = mnist.test.labels.subarray(0, samples);
    const references = data.toTensor(mnist.train, { length: REFERENCES });
    const referenceLabels = mnist.train.labels.subarray(0, REFERENCES);
    /** Accuracy of the nearest neighbour by what the network makes of images. */
    const nearestBy = (features: models.Network) =>
      tf.tidy(() => {
        const [among, of] = [references, x].map((images) => features.apply(images));
        return metrics.agreement(metrics.nearestNeighbour(among!, referenceLabels, of!).labels, labels);
      });
    const accuracies = () => [nearestBy(models.firstLayers(encoder, -2)), nearestBy(encoder)] as const;
    const [untrained, untrainedCode] = accuracies();

    const trainer = new training.Trainer({ game: GAMES[method](), logEvery: 1 });
    await trainer.train({ steps });

    const classifier = models.classifier('mnist');
    const robust = models.classifier('mnist-robust');
    const z = data.uniformLatents({ size: latentSize, seed, name: 'evaluation' }).next(samples).z;
    const draw = (from: tf.Tensor) => tf.tidy(() => tf.clipByValue(generator.apply(from), -1, 1));
    const codes = encoder.apply(x);
    const again = draw(codes);
    const drawings = draw(z);
    const probabilities = classifier.probabilities(again);
    const readRobust = metrics.mostProbable(robust.probabilities(again));
    const misread = [...labels.keys()].filter((i) => readRobust[i] !== labels[i]);
    const ofMisread = tf.gather(probabilities, misread);
    const [nearest, nearestCode] = accuracies();
    const columns = trainer.history.columns();
    const late = (loss: string) => metrics.mean(columns[loss]!.slice(-Math.ceil(steps / 10)));
    const reference = metrics.imageReference(classifier, references);
    return {
      ratio: metrics.reconstructionDistance(x, again).ratio,
      mse: losses.meanSquare(x, again).dataSync()[0]!,
      agreement: metrics.accuracy(probabilities, labels),
      agreementRobust: metrics.agreement(readRobust, labels),
      sharpness: metrics.sharpness(again) / metrics.sharpness(x),
      confident: metrics.confidentErrors(
        ofMisread,
        misread.map((i) => labels[i]!),
      ),
      codeRatio: metrics.reconstructionDistance(z, encoder.apply(generator.apply(z))).ratio,
      codeDeviation: tf.sqrt(tf.moments(codes).variance).dataSync()[0]!,
      nearest,
      nearestCode,
      untrained,
      untrainedCode,
      ...metrics.judge(drawings, reference),
      discriminatorLoss: late('discriminatorLoss'),
      generatorLoss: late('generatorLoss'),
    };
  },
);

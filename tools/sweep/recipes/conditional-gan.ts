/**
 * A generator that is asked for a digit, on MNIST, and who is told the label. One row a run, of `samples` drawings whose
 * labels are drawn uniformly:
 *
 * - `agreement`, `agreementRobust`: share of them in which the classifier reads the label asked for; of the robust one, too;
 * - `matched`, `matchedRobust`: the same after the best one-to-one matching of labels asked for and digits read, which is
 *   what a game without labels can be asked for;
 * - `frechet`, `precision`, `recall` and all else of `metrics.judge`;
 * - `ssim`: how alike two drawings of one label are, over 300 pairs a label;
 * - `slant`, `ink`: correlation of the slant and of the ink between two labels drawn of the same noise, over `STYLES` noises;
 * - `classOfReal`, `classOfFake`: AC-GAN's own classifier, share right of the test images and of the drawings;
 * - `classLoss`: mean over the last tenth of the training of its cross-entropy on drawings, in nats;
 * - `pictures`: a drawing of each label by two noises, 28 × 28 bytes each, 0 black, in base64.
 */
import * as tf from '@tensorflow/tfjs-core';
import { data, games, losses, metrics, models, notebook, random, training } from 'gan-lib';
import { bytesOf, recipe } from '../recipe.ts';

const { choice, flag, integer, number } = notebook;
const CODES: data.Codes = { categorical: [10], continuous: 0 };
const LABELS = Array.from({ length: 10 }, (_, label) => label);
const STYLES = 200;

export default recipe(
  {
    seed: integer(1, { min: 0 }),
    method: choice('cgan', ['gan', 'cgan', 'acgan']), // gan: the generator alone is told the label
    lambda: number(1, { min: 0 }), // of acgan: the weight of the class term of the generator
    labels: integer(60_000, { min: 0, max: 60_000 }), // of acgan: how many training images have theirs; 0 makes it InfoGAN
    steps: integer(1500, { min: 1 }),
    samples: integer(5000, { min: 100 }),
    rateG: number(2e-3, { min: 1e-6 }),
    rateD: number(4e-4, { min: 1e-6 }),
    decay: flag(true), // whether both fall in the second half of the training
    filters: integer(16, { min: 1 }), // of the convolutional layers next to the image
    units: integer(256, { min: 1 }), // of the hidden dense layers
    noise: integer(64, { min: 1 }),
    batchSize: integer(128, { min: 2 }),
  },
  async ({ seed, method, lambda, steps, samples, filters, units, noise, batchSize, ...own }) => {
    const mnist = data.loadMnist();
    const latents = data.codedLatents({ noise, codes: CODES, seed });
    const network = (name: string, input: models.Shape, layers: models.Layer[]) =>
      models.network({ name, input, layers, seed });
    const init = models.normal(0.02);
    const generator = network('generator', [latents.size], models.dcganGenerator({ filters, units }));
    const trunk = network('trunk', [28, 28, 1], models.dcganTrunk({ filters, units }));
    const q = network('q', [units], [models.dense(10, { init })]);
    const linearDecay = own.decay ? ([steps / 2, steps] as const) : undefined;
    const adam = (learningRate: number) => training.adam({ learningRate, linearDecay });
    const common = {
      generator,
      latents,
      loss: losses.nonSaturating,
      data: data.partlyLabelled(mnist.train, { labels: own.labels, classes: 10, batchSize, seed }),
      optimisers: { generator: adam(own.rateG), discriminator: adam(own.rateD) },
    };
    const logit = [models.dense(1, { init })];
    const hidden = [models.dense(units, { bias: false, init }), models.batchNorm(), models.leakyRelu()];
    const GAMES = {
      gan: () => {
        const layers = models.dcganDiscriminator({ filters, units });
        return games.gan({ ...common, discriminator: network('discriminator', [28, 28, 1], layers) });
      },
      cgan: () => {
        const body = network('body', [28, 28, 1], models.dcganTrunk({ filters }));
        const head = network('head', [body.outputShape[0]! + 10], [...hidden, ...logit]);
        return games.conditionalGan({ ...common, body, head });
      },
      acgan: () => {
        const discriminator = network('discriminator', [units], logit);
        return games.acgan({ ...common, trunk, discriminator, q, lambda });
      },
    };
    const trainer = new training.Trainer({ game: GAMES[method](), logEvery: 1 });
    await trainer.train({ steps });

    const classifier = models.classifier('mnist');
    const robust = models.classifier('mnist-robust');
    const reference = metrics.imageReference(classifier, data.toTensor(mnist.train, { length: samples }));
    const evaluation = data.codedLatents({ noise, codes: CODES, seed, name: 'evaluation' }).next(samples);
    const asked = tf.tidy(() => [...tf.argMax(evaluation.codes, 1).dataSync()]);
    const draw = (z: tf.Tensor) => tf.tidy(() => tf.clipByValue(generator.apply(z), -1, 1));
    /** All labels of each of `count` noises: label by label. */
    const drawAll = (count: number) => {
      const noises = random.stream(seed, 'styles').fillNormal(new Float32Array(count * noise));
      const wishes = LABELS.flatMap((label) => new Array<number>(count).fill(label));
      const parts = { count: wishes.length, categories: [wishes], continuous: [] };
      return draw(latents.compose({ ...parts, noise: Float32Array.from(LABELS.flatMap(() => [...noises])) }));
    };
    const drawings = draw(evaluation.z);
    const readBy = (reader: models.Classifier) =>
      tf.tidy(() => metrics.mostProbable(reader.probabilities(drawings)));
    const [read, readRobust] = [readBy(classifier), readBy(robust)];
    const matched = (by: number[]) => 1 - metrics.oneToOneMatching(metrics.confusionTable(asked, by)).error;
    const styles = drawAll(STYLES);
    const traits = metrics.slantAndInk(styles);
    const correlation = (trait: 'slant' | 'ink') =>
      metrics.meanCorrelation(
        LABELS.map((label) =>
          traits.slice(label * STYLES, (label + 1) * STYLES).map((image) => image[trait]),
        ),
      );
    const classOf = (of: tf.Tensor, labels: ArrayLike<number>) =>
      tf.tidy(() => metrics.accuracy(q.apply(trunk.apply(of)), labels));
    const late = trainer.history.columns()['informationCategorical']?.slice(-Math.ceil(steps / 10));
    return {
      agreement: metrics.agreement(read, asked),
      agreementRobust: metrics.agreement(readRobust, asked),
      matched: matched(read),
      matchedRobust: matched(readRobust),
      ...metrics.judge(drawings, reference),
      ssim: metrics.intraClassSsim(drawings, asked, 300, random.stream(seed, 'pairs')).mean,
      slant: correlation('slant'),
      ink: correlation('ink'),
      classOfReal: late ? classOf(data.toTensor(mnist.test), mnist.test.labels) : NaN,
      classOfFake: late ? classOf(drawings, asked) : NaN,
      classLoss: late ? Math.log(10) - metrics.mean(late) : NaN,
      pictures: bytesOf(drawAll(2)),
    };
  },
);

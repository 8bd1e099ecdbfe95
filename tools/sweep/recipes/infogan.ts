/**
 * InfoGAN on MNIST (Chen et al. 2016, section 7.2), trained on the first 50,000 training images: one row for each of
 * `evaluations` moments, with the means of L_I and of the losses since the evaluation before and with all that
 * `metrics.judge` says of `samples` drawings. Besides, a row has:
 *
 * - `error`, `heldOutError`: of Q's categories on the 10,000 test images, and on the last 10,000 training images;
 * - `drawnError`: of the category that G was given against the digit that the classifier sees in what it draws;
 * - `realInformation`, `sharedInformation`: what needs no label, in nats, on the held-out images: what Q's category tells
 *   about the image as Q itself believes, and what its categories of an image and of a distorted copy tell about each other;
 * - `slant1`, `ink1`, `slant2`, `ink2`: the effect of each continuous code on the drawings;
 * - `table`: test images by Q's category (rows) and digit, as JSON;
 * - `pictures`: in the last row, a drawing of each category by the same noise, 28 × 28 bytes each, 0 black, in base64.
 *
 * Errors are after the best one-to-one matching of categories and digits, or the majority's with more than ten categories.
 */
import * as tf from '@tensorflow/tfjs-core';
import { data, games, losses, metrics, models, notebook, random, training } from 'gan-lib';
import { bytesOf, recipe, rowsOf, type Row } from '../recipe.ts';

const { flag, integer, number } = notebook;

/** Where a continuous code is set to see what it does. */
const POSITIONS = [-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1];

export default recipe(
  {
    seed: integer(1, { min: 0 }),
    lambda: number(1, { min: 0 }),
    categories: integer(10, { min: 2 }),
    continuousWeight: number(1, { min: 0 }), // of the continuous codes in L_I
    steps: integer(1500, { min: 1 }),
    evaluations: integer(10, { min: 1 }),
    samples: integer(2000, { min: 100 }), // images an evaluation
    rateG: number(1e-3, { min: 1e-6 }),
    rateD: number(2e-4, { min: 1e-6 }),
    decay: flag(false), // whether both fall in the second half of the training
    normalised: flag(true), // whether batch normalisation stands behind the trunk's dense layer
    filters: integer(16, { min: 1 }), // of the convolutional layers next to the image
    units: integer(256, { min: 1 }), // of the dense layers
    noise: integer(62, { min: 0 }),
    batchSize: integer(128, { min: 2 }),
  },
  async ({ seed, categories, steps, evaluations, samples, noise, batchSize, ...own }) => {
    const { lambda, continuousWeight, rateG, rateD, decay, filters, units } = own;
    const mnist = data.loadMnist();
    const codes: data.Codes = { categorical: [categories], continuous: 2 };
    const latents = data.codedLatents({ noise, codes, seed });
    const size = { filters, units };
    const network = (name: string, input: models.Shape, layers: models.Layer[]) =>
      models.network({ name, input, layers, seed });
    const trunkLayers = models.infoganTrunk(size);
    const generator = network('generator', [latents.size], models.infoganGenerator(size));
    const trunk = network('trunk', [28, 28, 1], own.normalised ? trunkLayers : unnormalised(trunkLayers));
    const q = network('q', [units], models.infoganQ({ outputs: games.qOutputs(codes) }));
    const linearDecay = decay ? ([steps / 2, steps] as const) : undefined;
    const adam = (learningRate: number) => training.adam({ learningRate, linearDecay });
    const game = games.infogan({
      ...{ generator, trunk, q, latents, lambda, continuousWeight },
      discriminator: network('discriminator', [units], models.infoganD()),
      loss: losses.nonSaturating,
      data: data.imageBatches(data.take(mnist.train, 50_000), { batchSize, seed }),
      optimisers: { generator: adam(rateG), discriminator: adam(rateD) },
    });
    const classifier = models.classifier('mnist');
    const reference = metrics.imageReference(classifier, data.toTensor(mnist.train, { length: 5000 }));
    const evaluation = data.codedLatents({ noise, codes, seed, name: 'evaluation' }).next(samples);
    const heldOutSet = data.take(mnist.train, 10_000, 50_000);
    const [test, heldOut] = [mnist.test, heldOutSet].map((images) => data.toTensor(images));
    const distorted = data.distortions({ seed }).apply(heldOut!);

    const categoryLogits = (images: tf.Tensor) =>
      tf.slice2d(q.apply(trunk.apply(images)) as tf.Tensor2D, [0, 0], [-1, categories]);
    const categoriesIn = (logits: tf.Tensor) => tf.argMax(logits, 1).dataSync();
    const given = tf.tidy(() => categoriesIn(tf.slice2d(evaluation.codes as tf.Tensor2D, [0, 0], [-1, categories]))); // prettier-ignore
    const confusion = (found: ArrayLike<number>, digits: ArrayLike<number>) =>
      metrics.confusionTable(found, digits, { codes: categories, digits: 10 });

    /** The drawings of every category by `count` noises, at the given continuous codes: category by category. */
    const drawn = (count: number, continuous: readonly number[]) => {
      const noises = random.stream(seed, 'shown').fillNormal(new Float32Array(count * noise));
      const all = Array.from({ length: categories }, (_, category) => category);
      const wishes = all.flatMap((category) => new Array<number>(count).fill(category));
      const composed = latents.compose({
        count: wishes.length,
        noise: Float32Array.from(all.flatMap(() => [...noises])),
        categories: [wishes],
        continuous: wishes.flatMap(() => continuous),
      });
      return tf.clipByValue(generator.apply(composed), -1, 1);
    };
    /** What the continuous codes do to six drawings of each category. */
    const effects = () => {
      const of = (code: number) => {
        const along = POSITIONS.map((value) =>
          metrics.slantAndInk(tf.tidy(() => drawn(6, code === 0 ? [value, 0] : [0, value]))),
        );
        const effect = (measure: 'slant' | 'ink') =>
          metrics.sweptEffect(
            POSITIONS,
            along[0]!.map((_, strip) => along.map((images) => images[strip]![measure])),
          );
        return { slant: effect('slant'), ink: effect('ink') };
      };
      const [first, second] = [of(0), of(1)];
      return { slant1: first.slant, ink1: first.ink, slant2: second.slant, ink2: second.ink };
    };

    const tables = new Map<number, string>();
    const evaluate = (step: number) => {
      const table = confusion(categoriesIn(categoryLogits(test!)), mnist.test.labels);
      const [onHeldOut, onDistorted] = [heldOut!, distorted].map(categoryLogits);
      const images = tf.clipByValue(generator.apply(evaluation.z), -1, 1);
      const seen = metrics.mostProbable(classifier.probabilities(images));
      tables.set(step, JSON.stringify(table));
      return {
        error: metrics.strictMatching(table).error,
        heldOutError: metrics.strictMatching(confusion(categoriesIn(onHeldOut!), heldOutSet.labels)).error,
        drawnError: metrics.strictMatching(confusion(given, seen)).error,
        realInformation: Math.log(metrics.inceptionScore(tf.softmax(onHeldOut!))),
        sharedInformation: losses.sharedInformation(onHeldOut!, onDistorted!).dataSync()[0]!,
        ...effects(),
        ...metrics.judge(images, reference),
      };
    };
    const evalHook: training.Hook = {
      every: Math.ceil(steps / evaluations),
      run: ({ step }) => tf.tidy(() => evaluate(step)),
    };
    const trainer = new training.Trainer({ game, logEvery: 1 });
    await trainer.train({ steps, hooks: [evalHook] });
    const rows: Row[] = rowsOf(trainer.history.alignTo('frechet'));
    const pictures = bytesOf(tf.tidy(() => drawn(1, [0, 0])));
    return rows.map((row) => {
      const step = Number(row['step']);
      return { ...row, table: tables.get(step)!, pictures: step === steps ? pictures : '' };
    });
  },
);

/** The trunk without batch normalisation behind its dense layer, which then has a bias. */
const unnormalised = (trunk: models.Layer[]): models.Layer[] => {
  const [{ units }, , activation] = trunk.slice(-3) as [{ units: number }, models.Layer, models.Layer];
  return [...trunk.slice(0, -3), models.dense(units, { init: models.normal(0.02) }), activation];
};

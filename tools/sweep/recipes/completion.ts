/**
 * Holes in digits, filled by a search in the latents of a DCGAN that has never seen one. The GAN is trained first, on all training
 * images but the last 1,000; then `images` images are completed. One row for each mask and each way to fill it:
 *
 * - `black`, `mean`, `linear`, `nearest`: −1, the mean image, `metrics.linearFill`, the training image nearest by its known pixels,
 *   each of the first `references` training images; `few`: the nearest of as many as fit into the memory of G's weights;
 *   `truth`: nothing hidden; `any z`: G of random latents, without a search;
 * - `gan`: the best of `starts` searches with λ = 0.1, by their contextual loss; `blended`: the same after Poisson blending;
 *   `1 start`, `2 starts`: the best of the first ones;
 * - from the first start alone, on `centre` and `grid`: `λ 0`, `λ 1`, `λ 10`, `λ 100`; `prior only`, without a contextual loss; `free`,
 *   λ = 0.1, z without bounds; and on `centre` and `left`: `window 7`, λ = 0.1, with weights of the context.
 *
 * What is measured, of the composites M ⊙ y + (1 − M) ⊙ fill:
 *
 * - `l1`, `mse`, `psnr`: in the hole, against the truth; `seam`: across its border;
 * - `sharp`, `robust`: share in which the classifier, and the robust one, sees the digit of the image;
 * - `frechet`: of the composites, to the first 5,000 training images; with few images its floor is that of `truth`;
 * - `context`: mean contextual loss of what was found, with M for weights; `size`: mean |z|; `logit`: mean of D's, of G(z).
 */
import * as tf from '@tensorflow/tfjs-core';
import { data, games, losses, metrics, models, notebook, random, training } from 'gan-lib';
import { recipe, type Row } from '../recipe.ts';

const { choice, flag, integer, number } = notebook;
const LATENTS = 64;
const HELD_OUT = 1000;
/** Rows that are searched at a time. */
const ROWS = 400;

type MaskName = keyof typeof data.masks;
const MASKS = Object.keys(data.masks) as MaskName[];
/** Of the arms; 0.1 is what all else has. */
const LAMBDAS = [0, 1, 10, 100];

interface Search {
  readonly lambda: number;
  readonly starts: number;
  /** Weights of pixels; 0 in the hole. */
  readonly weights: Float32Array;
  readonly bounded?: boolean;
}

export default recipe(
  {
    seed: integer(1, { min: 0 }),
    steps: integer(3000, { min: 2 }), // of the GAN
    batchSize: integer(64, { min: 2 }),
    filters: integer(16, { min: 1 }),
    units: integer(128, { min: 1 }),
    rateG: number(2e-3, { min: 1e-6 }),
    rateD: number(4e-4, { min: 1e-6 }),
    normalised: flag(true), // batch normalisation in D
    of: choice('test', ['test', 'training']), // whose images are completed: the first test images, or the last training images
    images: integer(200, { min: 65, max: HELD_OUT }),
    references: integer(20_000, { min: 1000, max: 59_000 }),
    starts: integer(4, { min: 1 }),
    searchSteps: integer(100, { min: 1 }),
    rateZ: number(0.1, { min: 1e-6 }),
    arms: flag(true), // whether the arms of one start are run, too
  },
  async ({ seed, steps, batchSize, filters, units, searchSteps, ...own }) => {
    const mnist = data.loadMnist();
    const falling = [steps / 2, steps] as const;
    const adam = (learningRate: number) => training.adam({ learningRate, linearDecay: falling });
    const network = (name: string, input: models.Shape, layers: models.Layer[]) =>
      models.network({ name, input, layers, seed });
    const generator = network('generator', [LATENTS], models.dcganGenerator({ filters, units }));
    const discriminator = network(
      'discriminator',
      [28, 28, 1],
      models.dcganDiscriminator({ filters, units, batchNorm: own.normalised }),
    );
    const game = games.gan({
      generator,
      discriminator,
      data: data.imageBatches(data.take(mnist.train, mnist.train.count - HELD_OUT), { batchSize, seed }),
      latents: data.uniformLatents({ size: LATENTS, seed }),
      loss: losses.nonSaturating,
      optimisers: { generator: adam(own.rateG), discriminator: adam(own.rateD) },
    });
    const begun = Date.now();
    await new training.Trainer({ game }).train({ steps });
    const trainSeconds = (Date.now() - begun) / 1000;

    const classifier = models.classifier('mnist');
    const robust = models.classifier('mnist-robust');
    const real = data.toTensor(mnist.train, { length: 5000 });
    const reference = metrics.imageReference(classifier, real);
    const evaluation = data.uniformLatents({ size: LATENTS, seed, name: 'evaluation' });
    const drawn = tf.tidy(() => generator.apply(evaluation.next(5000).z));
    const { frechet: quality, recall: variety } = metrics.judge(drawn, reference);

    const from = own.of === 'test' ? mnist.test : mnist.train;
    const first = own.of === 'test' ? 0 : from.count - HELD_OUT;
    const count = own.images;
    const y = data.toTensor(
      from,
      Array.from({ length: count }, (_, i) => first + i),
    );
    const labels = from.labels.subarray(first, first + count);
    const references = data.toTensor(mnist.train, { length: own.references });
    const linear = metrics.linearFill(references);
    const mean = tf.tidy(() => tf.mean(references, 0, true));
    const imageOf = (values: Float32Array) => tf.tensor(values, [1, 28, 28, 1]);
    const repeated = (x: tf.Tensor, times: number) =>
      tf.reshape(tf.tile(tf.expandDims(x, 1), [1, times, ...x.shape.slice(1).map(() => 1)]), [
        -1,
        ...x.shape.slice(1),
      ]);

    const begin = data.uniformLatents({ size: LATENTS, seed, name: 'starts' }).next(count * own.starts).z;
    const startsOf = tf.reshape(begin, [count, own.starts, LATENTS]);

    /** What each start of each image came to: latents `[count, starts, LATENTS]`, and their contextual losses. */
    function search({ lambda, starts, weights, bounded = true }: Search): {
      z: tf.Tensor;
      context: tf.Tensor;
    } {
      const w = imageOf(weights);
      const found: { z: tf.Tensor; context: tf.Tensor }[] = [];
      const perImages = Math.max(1, Math.floor(ROWS / starts));
      for (let at = 0; at < count; at += perImages) {
        const images = Math.min(perImages, count - at);
        const target = tf.tidy(() => repeated(tf.slice(y, at, images), starts));
        const start = tf.reshape(tf.slice(startsOf, [at, 0, 0], [images, starts, LATENTS]), [-1, LATENTS]);
        const descent = training.descent({
          start,
          learningRate: own.rateZ,
          within: bounded ? 'clip' : 'nothing',
        });
        const contextOf = (g: tf.Tensor) => losses.contextualLoss(g, target, w);
        const cost = (z: tf.Tensor): tf.Tensor1D => {
          const g = generator.apply(z);
          if (lambda === 0) return contextOf(g);
          return tf.add(contextOf(g), tf.mul(lambda, losses.perceptualLoss(discriminator.apply(g))));
        };
        for (let step = 0; step < searchSteps; step++) descent.step(cost).dispose();
        const z = descent.latents();
        const context = tf.tidy(() => contextOf(generator.apply(z)));
        found.push({
          z: tf.reshape(z, [images, starts, LATENTS]),
          context: tf.reshape(context, [images, starts]),
        });
        descent.dispose();
        tf.dispose([target, start]);
      }
      return {
        z: tf.concat(found.map(({ z }) => z)),
        context: tf.concat(found.map(({ context }) => context)),
      };
    }

    /** The latents of each image's best start, among the first `starts`. */
    const best = ({ z, context }: ReturnType<typeof search>, starts: number): tf.Tensor =>
      tf.tidy(() => {
        const places = tf.argMin(tf.slice(context, [0, 0], [count, starts]), 1).dataSync();
        const rows = Array.from(places, (start, image) => image * context.shape[1]! + start);
        return tf.gather(tf.reshape(z, [-1, LATENTS]), rows);
      });

    const rows: Row[] = [];
    for (const name of MASKS) {
      const mask = data.masks[name](28, 28, random.stream(seed, `mask ${name}`));
      const m = imageOf(mask);
      const paste = (fill: tf.Tensor) => tf.tidy(() => tf.add(tf.mul(m, y), tf.mul(tf.sub(1, m), fill)));
      const measure = (composite: tf.Tensor): Row =>
        tf.tidy(() => {
          const { features, probabilities } = classifier.outputs(composite);
          return {
            ...metrics.holeError(composite, y, mask),
            seam: metrics.seam(composite, mask),
            sharp: metrics.accuracy(probabilities, labels),
            robust: metrics.accuracy(robust.probabilities(composite), labels),
            frechet: metrics.frechetDistance(metrics.featureStatistics(features), reference.statistics),
          } as never;
        });
      const add = (fill: string, composite: tf.Tensor, more: Row = {}) =>
        rows.push({ mask: name, fill, ...measure(composite), ...more });
      const masked = (images: tf.Tensor) => tf.tidy(() => tf.mul(images, m));
      const nearest = metrics.nearestNeighbour(
        masked(references),
        mnist.train.labels.subarray(0, own.references),
        masked(y),
      );
      add('truth', y);
      add('black', paste(tf.scalar(-1)));
      add('mean', paste(mean));
      add('linear', linear.fill(y, mask));
      add('nearest', paste(tf.gather(references, Array.from(nearest.indices))));
      const fits = Math.floor((4 * generator.parameterCount) / mask.length); // images in the bytes of G, a byte a pixel
      const few = metrics.nearestNeighbour(
        masked(tf.slice(references, 0, fits)),
        mnist.train.labels.subarray(0, fits),
        masked(y),
      );
      add('few', paste(tf.gather(references, Array.from(few.indices))));
      add('any z', paste(generator.apply(evaluation.next(count).z)));

      const found = (fill: string, z: tf.Tensor) => {
        const g = tf.tidy(() => generator.apply(z));
        const [context, size, logit] = [
          losses.contextualLoss(g, y, m),
          tf.abs(z),
          discriminator.apply(g),
        ].map((numbers) => metrics.mean(numbers.dataSync())) as [number, number, number];
        add(fill, paste(g), { context, size, logit });
        return g;
      };
      const all = search({ lambda: 0.1, starts: own.starts, weights: mask });
      const g = found('gan', best(all, own.starts));
      found('1 start', best(all, 1));
      if (own.starts > 2) found('2 starts', best(all, 2));
      const [target, source] = [y, g].map((x) => x.dataSync<'float32'>());
      const blended = Array.from({ length: count }, (_, i) => {
        const image = (x: Float32Array) => x.subarray(i * mask.length, (i + 1) * mask.length);
        return tf.tensor(data.poissonBlend(image(target!), image(source!), mask, 28), [28, 28, 1]);
      });
      add('blended', tf.stack(blended));
      const arm = (fill: string, how: Partial<Search>) => {
        if (own.arms) found(fill, best(search({ lambda: 0.1, starts: 1, weights: mask, ...how }), 1));
      };
      if (name === 'centre' || name === 'grid') {
        for (const lambda of LAMBDAS) arm(`λ ${lambda}`, { lambda });
        arm('prior only', { lambda: 1, weights: new Float32Array(mask.length) });
        arm('free', { bounded: false });
      }
      if (name === 'centre' || name === 'left')
        arm('window 7', { weights: data.contextWeights(mask, 28, 7) });
    }
    return rows.map((row) => ({ ...row, quality, variety, trainSeconds }));
  },
);

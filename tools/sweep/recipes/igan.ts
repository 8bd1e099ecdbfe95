/**
 * Projection and edits on the manifold of a generator: a DCGAN with uniform latents, and an encoder P that is trained through it
 * on training images, both of which stay as they are then. One row a run, on the first `images` test images x, `searchSteps` of descent:
 *
 * - mean squared pixel error of G(z) to x, and `…Digit`, the share in which the robust classifier reads the digit of x:
 *   `encoder`, z = P(x); `descent`, from a random start; `zero`, from z = 0; `hybrid`, from P(x), with one step less, which its encoder
 *   costs; `other`, from P of another image;
 * - `hybridEarly`: after an eighth of the steps; `gain`: share of images, of the first `edits`, of which the best of eight random
 *   starts has an error at least 20 % below the first's;
 * - `nearest`, `pca`: the error of the nearest training image, and of a PCA with as many numbers;
 *
 * of the hybrid's projections of the first `edits` images, G(z₀), with one random stroke each:
 *
 * - `stroke…`: mean squared error on the stroke; `precision…`: share inside the manifold of real digits (k = 3); `kept…`: share in which the
 *   robust classifier reads what it reads in G(z₀): before the edit (`Before`), with the stroke painted (`Painted`), edited by code
 *   from one start (`Edited`), and the best of eight (`Eight`), both with λ_s = `smoothness`;
 * - `stroke0` …, `kept0` …, `distance0` …: of one start and for each λ_s in `SMOOTHNESS`, by its place; distance is the mean ‖z − z₀‖;
 * - `precisionReal`: of test images; `precisionPath`, `precisionFade`: half-way between the projections of two images of different
 *   digits, in z and in pixels;
 * - `frechet` and all else of `metrics.judge`, of `samples` drawings.
 */
import * as tf from '@tensorflow/tfjs-core';
import { data, games, losses, metrics, models, notebook, random, training } from 'gan-lib';
import { recipe } from '../recipe.ts';

const { flag, integer, number } = notebook;
const SMOOTHNESS = [0, 1, 5, 20, 100];
const CANDIDATES = 8;
/** How far candidates begin from z₀, in each number. */
const SPREAD = 0.5;

export default recipe(
  {
    seed: integer(1, { min: 0 }),
    steps: integer(3000, { min: 2 }), // of the GAN
    encoderSteps: integer(2000, { min: 2 }),
    searchSteps: integer(200, { min: 8 }),
    editSteps: integer(100, { min: 1 }),
    images: integer(500, { min: 100 }), // projected
    edits: integer(200, { min: 100 }), // of them edited
    samples: integer(2000, { min: 100 }),
    smoothness: number(5, { min: 0 }),
    rateG: number(2e-3, { min: 1e-6 }),
    rateD: number(4e-4, { min: 1e-6 }),
    rateP: number(1e-3, { min: 1e-6 }), // of the encoder
    rateZ: number(0.1, { min: 1e-6 }), // of the descent
    filters: integer(16, { min: 1 }),
    units: integer(128, { min: 1 }),
    latentSize: integer(64, { min: 1 }),
    batchSize: integer(128, { min: 2 }),
    pilot: flag(false), // projects the last 1,000 training images, which are not trained on then
  },
  async ({ seed, steps, encoderSteps, searchSteps, editSteps, images, edits, ...own }) => {
    const { filters, units, latentSize, batchSize, samples, rateZ } = own;
    const mnist = data.loadMnist();
    const [trained, held] = own.pilot
      ? [data.take(mnist.train, 59_000), data.take(mnist.train, 1000, 59_000)]
      : [mnist.train, mnist.test];
    const x = data.toTensor(held, { length: images });
    const labels = held.labels.subarray(0, images);
    const network = (name: string, input: models.Shape, layers: models.Layer[]) =>
      models.network({ name, input, layers, seed });
    const falling = (learningRate: number, count: number) =>
      training.adam({ learningRate, linearDecay: [count / 2, count] });
    const latents = data.uniformLatents({ size: latentSize, seed });
    const generator = network('generator', [latentSize], models.dcganGenerator({ filters, units }));
    const discriminator = network(
      'discriminator',
      [28, 28, 1],
      models.dcganDiscriminator({ filters, units }),
    );
    const encoder = network(
      'encoder',
      [28, 28, 1],
      [...models.dcganTrunk({ filters, units }), models.dense(latentSize), models.tanh()],
    );
    const gan = games.gan({
      ...{ generator, discriminator, latents, loss: losses.nonSaturating },
      data: data.imageBatches(trained, { batchSize, seed }),
      optimisers: {
        generator: falling(own.rateG, steps),
        discriminator: falling(own.rateD, steps),
      },
    });
    await new training.Trainer({ game: gan }).train({ steps });
    const batches = data.imageBatches(trained, { batchSize, seed, name: 'encoder' });
    const projection = games.single({
      name: 'encoder through a generator',
      networks: { encoder, generator },
      updates: [encoder],
      sources: { data: batches },
      optimiser: falling(own.rateP, encoderSteps),
      pure: true,
      inputs: () => ({ x: batches.next().x }),
      objective: ({ x }) =>
        losses.term(
          'projectionError',
          losses.meanSquare(x, generator.apply(encoder.apply(x, { training: true }))),
        ),
    });
    await new training.Trainer({ game: projection }).train({ steps: encoderSteps });

    const robust = models.classifier('mnist-robust');
    const classifier = models.classifier('mnist');
    const real = data.toTensor(mnist.train, { length: 5000 });
    const reference = metrics.imageReference(classifier, real);
    const read = (of: tf.Tensor) => tf.tidy(() => metrics.mostProbable(robust.probabilities(of)));
    const precision = (of: tf.Tensor) =>
      tf.tidy(() => metrics.precisionRecall(reference.manifold, classifier.features(of)).precision);
    const errors = (z: tf.Tensor, to: tf.Tensor) =>
      tf.tidy(() => losses.rowMeanSquare(generator.apply(z), to).dataSync<'float32'>().slice());
    const drawn = (name: string, count: number) =>
      data.uniformLatents({ size: latentSize, seed, name }).next(count).z;
    /** Where a descent leads: z of each row. */
    const descend = (start: tf.Tensor, count: number, cost: (z: tf.Tensor2D) => tf.Tensor1D) => {
      const descent = training.descent({ start, learningRate: rateZ });
      for (let step = 0; step < count; step++) descent.step(cost).dispose();
      const z = descent.latents();
      descent.dispose();
      return z;
    };
    const project = (start: tf.Tensor, count: number, to: tf.Tensor = x) =>
      descend(start, count, (z) => losses.rowMeanSquare(generator.apply(z), to));

    const codes = encoder.apply(x);
    const projected = project(codes, searchSteps - 1);
    const ways: Record<string, tf.Tensor> = {
      encoder: codes,
      descent: project(drawn('start', images), searchSteps),
      zero: project(tf.zeros([images, latentSize]), searchSteps),
      hybrid: projected,
      other: project(tf.reverse(codes, 0), searchSteps - 1),
    };
    const row: Record<string, number> = {};
    for (const [way, z] of Object.entries(ways)) {
      row[way] = metrics.mean([...errors(z, x)]);
      row[`${way}Digit`] = metrics.agreement(read(generator.apply(z)), labels);
    }
    const few = tf.slice(x, 0, edits);
    row['hybridEarly'] = metrics.mean([...errors(project(codes, searchSteps / 8 - 1), x)]);
    const starts = Array.from({ length: CANDIDATES }, (_, i) =>
      errors(project(drawn(`start ${i}`, edits), searchSteps, few), few),
    );
    const best = Array.from(starts[0]!, (_, i) => Math.min(...starts.map((start) => start[i]!)));
    row['gain'] = metrics.mean(best.map((error, i) => Number(error <= 0.8 * starts[0]![i]!)));
    row['bestOfEight'] = metrics.mean(best);
    const all = data.toTensor(trained);
    const { distances } = metrics.nearestNeighbour(all, trained.labels, x);
    row['nearest'] = metrics.mean([...distances].map((distance) => distance ** 2 / 784));
    const components = metrics.pca(all, latentSize);
    const linear = tf.clipByValue(components.reconstruct(components.project(x)), -1, 1);
    row['pca'] = losses.meanSquare(linear, x).dataSync()[0]!;
    all.dispose();

    const origin = tf.slice(projected, 0, edits);
    const before = generator.apply(origin);
    const readBefore = read(before);
    const kept = (of: tf.Tensor) => metrics.agreement(read(of), readBefore);
    const strokes = data.randomStrokes(before, random.stream(seed, 'strokes'));
    const strokeOf = (of: tf.Tensor) => metrics.mean([...losses.strokeError(of, strokes).dataSync()]);
    const edit = (start: tf.Tensor, smoothness: number, rows = 1) =>
      tf.tidy(() => {
        const [wanted, mask, from] = [strokes.wanted, strokes.mask, origin].map((each) =>
          tf.tile(each, [rows, ...each.shape.slice(1).map(() => 1)]),
        ) as [tf.Tensor, tf.Tensor, tf.Tensor];
        const cost = (z: tf.Tensor) =>
          losses.editCost(generator.apply(z), z, { wanted, mask, origin: from, smoothness });
        const z = descend(start, editSteps, cost);
        return [z, cost(z)] as const;
      });
    const judged: Record<string, tf.Tensor> = {
      Before: before,
      Painted: tf.where(tf.cast(strokes.mask, 'bool'), strokes.wanted, before),
      Edited: generator.apply(edit(origin, own.smoothness)[0]),
      Eight: generator.apply(bestOf(...edit(around(origin, seed), own.smoothness, CANDIDATES), edits)),
    };
    for (const [name, of] of Object.entries(judged)) {
      row[`stroke${name}`] = strokeOf(of);
      row[`precision${name}`] = precision(of);
      row[`kept${name}`] = kept(of);
    }
    SMOOTHNESS.forEach((smoothness, place) => {
      const [z] = edit(origin, smoothness);
      row[`stroke${place}`] = strokeOf(generator.apply(z));
      row[`kept${place}`] = kept(generator.apply(z));
      row[`distance${place}`] = metrics.mean([...tf.norm(tf.sub(z, origin), 2, 1).dataSync()]);
    });

    row['precisionReal'] = precision(few);
    const pairs = [...labels.keys()].filter((i) => i % 2 === 0 && labels[i] !== labels[i + 1]);
    const partners = pairs.map((i) => i + 1);
    const half = (of: tf.Tensor) => tf.mul(0.5, tf.add(tf.gather(of, pairs), tf.gather(of, partners)));
    row['precisionPath'] = precision(generator.apply(half(projected)));
    row['precisionFade'] = precision(half(generator.apply(projected)));
    const drawings = tf.clipByValue(generator.apply(drawn('evaluation', samples)), -1, 1);
    return { ...row, ...metrics.judge(drawings, reference) };
  },
);

/** Where eight candidates of each origin begin: the first at z₀ itself. Candidate by candidate. */
function around(origin: tf.Tensor, seed: number): tf.Tensor {
  return tf.tidy(() => {
    const count = (CANDIDATES - 1) * origin.size;
    const offsets = random.stream(seed, 'candidates').fillUniform(new Float32Array(count), -SPREAD, SPREAD);
    const others = tf.add(
      tf.tile(origin, [CANDIDATES - 1, 1]),
      tf.tensor(offsets, [(CANDIDATES - 1) * origin.shape[0], origin.shape[1]!]),
    );
    return tf.clipByValue(tf.concat([origin, others]), -0.99, 0.99);
  });
}

/** Of the candidates of each origin the cheapest. */
function bestOf(z: tf.Tensor, costs: tf.Tensor, origins: number): tf.Tensor {
  return tf.tidy(() => {
    const best = [...tf.argMin(tf.reshape(costs, [CANDIDATES, origins]), 0).dataSync()];
    return tf.gather(
      z,
      best.map((candidate, i) => candidate * origins + i),
    );
  });
}

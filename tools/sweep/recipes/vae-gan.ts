/**
 * An autoencoder of digits that is told what is similar by the features of a discriminator: VAE/GAN, with a route of gradients
 * broken if one asks for it. With `compared` two more arms from the same first weights and data: a VAE that compares pixels, and
 * a VAE that compares the features of the VAE/GAN that has just been trained, frozen. One row an arm:
 *
 * - `arm`: `vaeGan`, `vae` or `frozen`; `frechet` and all else of `metrics.judge` of `samples` drawings; `sharpness` of these,
 *   over that of test images;
 * - on the first `samples` test images x and what becomes of them: `mse`, `frechetAgain`, `sharpnessAgain`, `agreement` and
 *   `agreementRobust`, the share in which a classifier reads the digit of x;
 * - `slant`, `ink`: rank correlation of t and the slant (ink) of decoded code + t · direction; the direction leads from the mean
 *   code of the tenth of training images that has least of it to that of the tenth with most. `slantKept`, `inkKept`: share of
 *   digits still read at t = 1, of those read at t = 0; `slantRandom`, `inkRandom`: |correlation| along a random direction as long;
 * - of a VAE/GAN: `shift…`: share of test images whose copy shifted by two columns is farther than the nearest of 5,000 training
 *   images of another digit, in pixels, layer by layer, in an untrained discriminator and in the classifier's features;
 *   `deviation`: root mean square of what Dis_l of test images varies by, `deviationUntrained`;
 *   `kl`, `featureError`, `discriminatorLoss`, …: means over the last tenth of the training.
 */
import * as tf from '@tensorflow/tfjs-core';
import { data, games, losses, metrics, models, notebook, ops, random, training } from 'gan-lib';
import { recipe, type Row } from '../recipe.ts';

const { choice, flag, integer, number } = notebook;
const ROUTES = ['paper', 'similarity to D', 'fooling to E', 'as printed'] as const;
const REFERENCES = 5000;
const inTraining = { training: true };

/** The game with one of its routes broken. */
function rerouted(
  game: games.Game,
  options: games.VaeGanOptions,
  route: (typeof ROUTES)[number],
): games.Game {
  const { encoder, decoder, body, head, loss, gamma } = options;
  const broken = (role: string, objective: (inputs: games.Inputs) => losses.Term): games.Game => ({
    ...game,
    name: `${game.name}, ${route}`,
    players: { ...game.players, [role]: { ...game.players[role]!, objective } },
  });
  const feature = (x: tf.Tensor) => body.apply(x, inTraining);
  switch (route) {
    case 'paper':
      return game;
    case 'similarity to D': // D makes its own features similar
      return broken('discriminator', (inputs) => {
        const again = ops.splitBatches(inputs['fakes']!, 2)[0]!;
        const error = losses.squaredError(feature(inputs['x']!), feature(again));
        const own = game.players['discriminator']!.objective(inputs);
        return losses.sum(own, losses.term('ownFeatureError', error));
      });
    case 'fooling to E': // E fools D, too
      return broken('encoder', (inputs) => {
        const [mu, logVariance] = tf.split(encoder.apply(inputs['x']!, inTraining), 2, 1);
        const code = tf.add(mu!, tf.mul(tf.exp(tf.mul(0.5, logVariance!)), inputs['epsilon']!));
        const logits = head.apply(feature(decoder.apply(code, inTraining)), inTraining);
        const own = game.players['encoder']!.objective(inputs);
        return losses.sum(own, losses.term('foolingOfE', loss.generator(logits)));
      });
    case 'as printed': // the decoder helps D
      return broken('decoder', ({ x, code, z }) => {
        const fakes = decoder.apply(ops.joinBatches([code!, z!]), { training: true, batches: 2 });
        const ofFakes = body.apply(fakes, { training: true, batches: 2 });
        const error = losses.squaredError(ops.detach(feature(x!)), ops.splitBatches(ofFakes, 2)[0]!);
        const logits = head.apply(ofFakes, { training: true, batches: 2 });
        const helping = losses.binaryCrossEntropy(logits, 0);
        return losses.sum(
          [gamma, losses.term('decoderFeatureError', error)],
          losses.term('generatorLoss', helping),
        );
      });
  }
}

export default recipe(
  {
    seed: integer(1, { min: 0 }),
    compared: flag(false),
    route: choice('paper', ROUTES),
    gamma: number(1e-3, { min: 0 }),
    steps: integer(1000, { min: 2 }),
    samples: integer(2000, { min: 100 }),
    rate: number(1e-3, { min: 1e-6 }), // of encoder and decoder
    rateD: number(5e-4, { min: 1e-6 }),
    filters: integer(16, { min: 1 }),
    units: integer(64, { min: 1 }), // of hidden dense layers
    latentSize: integer(32, { min: 1 }),
    batchSize: integer(64, { min: 2 }),
    heldBack: flag(false), // for pilots: evaluates on the last training images
  },
  async (settings) => {
    const { seed, compared, route, gamma, steps, samples, rate, rateD, filters, units, latentSize } =
      settings;
    const { batchSize, heldBack } = settings;
    const mnist = data.loadMnist();
    const adam = (learningRate: number) => training.adam({ learningRate, beta1: 0.5 });
    const network = (name: string, input: models.Shape, layers: models.Layer[]) =>
      models.network({ name, input, layers, seed });
    const image: models.Shape = [28, 28, 1];
    const coder = () => ({
      encoder: network('encoder', image, models.vaeEncoder({ filters, units, latents: latentSize })),
      decoder: network('decoder', [latentSize], models.dcganGenerator({ filters, units })),
      data: data.imageBatches(mnist.train, { batchSize, seed }),
      latents: data.normalLatents({ size: latentSize, seed }),
    });
    const body = network('body', image, models.vaeGanBody({ filters }));
    const head = network('head', [7, 7, 2 * filters], models.vaeGanHead({ units }));
    const fresh = [models.clone(body), models.clone(head)] as const;

    const testStart = heldBack ? mnist.train.count - samples : 0;
    const testSet = heldBack ? mnist.train : mnist.test;
    const x = data.toTensor(
      testSet,
      Array.from({ length: samples }, (_, i) => testStart + i),
    );
    const labels = testSet.labels.subarray(testStart, testStart + samples);
    const references = data.toTensor(mnist.train, { length: REFERENCES });
    const referenceLabels = mnist.train.labels.subarray(0, REFERENCES);
    const classifier = models.classifier('mnist');
    const robust = models.classifier('mnist-robust');
    const reference = metrics.imageReference(classifier, references);
    const z = data.normalLatents({ size: latentSize, seed, name: 'evaluation' }).next(samples).z;
    const realSharpness = metrics.sharpness(x);
    const sort = random.stream(seed, 'direction');

    const read = (images: tf.Tensor) => metrics.mostProbable(tf.tidy(() => robust.probabilities(images)));
    const clipped = (decoder: models.Network, codes: tf.Tensor) =>
      tf.tidy(() => tf.clipByValue(decoder.apply(codes), -1, 1));
    const means = (encoder: models.Network, images: tf.Tensor) =>
      tf.tidy(() => tf.slice(encoder.apply(images), [0, 0], [-1, latentSize]));

    /** What moving codes along the direction of a property does to the property, and to the digit. */
    function along(
      { encoder, decoder }: ReturnType<typeof coder>,
      property: 'slant' | 'ink',
    ): Record<string, number> {
      const measured = metrics.slantAndInk(references).map((each) => each[property]);
      const order = [...measured.keys()].sort((a, b) => measured[a]! - measured[b]!);
      const tenth = REFERENCES / 10;
      const codes = means(encoder, references);
      const [least, most] = [order.slice(0, tenth), order.slice(-tenth)].map((places) =>
        tf.tidy(() => tf.mean(tf.gather(codes, places), 0)),
      );
      const direction = tf.sub(most!, least!);
      const arrow = tf.tensor1d(Array.from({ length: latentSize }, () => sort.normal()));
      const other = tf.mul(arrow, tf.div(tf.norm(direction), tf.norm(arrow)));
      const from = tf.slice(means(encoder, x), 0, 200);
      const ts = [-1, -0.5, 0, 0.5, 1];
      const sweep = (by: tf.Tensor) => ts.map((t) => clipped(decoder, tf.add(from, tf.mul(t, by))));
      const effect = (images: tf.Tensor[]) => {
        const columns = images.map((each) => metrics.slantAndInk(each).map((one) => one[property]));
        return metrics.sweptEffect(
          ts,
          columns[0]!.map((_, i) => columns.map((column) => column[i]!)),
        );
      };
      const images = sweep(direction);
      const [before, after] = [read(images[2]!), read(images[4]!)];
      const known = before.flatMap((digit, i) => (digit === labels[i] ? [i] : []));
      return {
        [property]: effect(images),
        [`${property}Kept`]: known.filter((i) => after[i] === labels[i]).length / known.length,
        [`${property}Random`]: Math.abs(effect(sweep(other))),
      };
    }

    function evaluated(arm: string, parts: ReturnType<typeof coder>): Row {
      const again = clipped(parts.decoder, means(parts.encoder, x));
      const drawings = clipped(parts.decoder, z);
      const judged = metrics.judge(again, reference);
      return {
        arm,
        ...metrics.judge(drawings, reference),
        sharpness: metrics.sharpness(drawings) / realSharpness,
        mse: losses.meanSquare(x, again).dataSync()[0]!,
        frechetAgain: judged.frechet,
        sharpnessAgain: metrics.sharpness(again) / realSharpness,
        agreement: metrics.accuracy(classifier.probabilities(again), labels),
        agreementRobust: metrics.agreement(read(again), labels),
        ...along(parts, 'slant'),
        ...along(parts, 'ink'),
      };
    }

    /** The premise, in some description of images. */
    function shift(describe: (images: tf.Tensor) => tf.Tensor): number {
      return tf.tidy(() => {
        const some = tf.slice(x, 0, Math.min(1000, samples));
        const [of, to, among] = [some, data.shifted(some, 2), references].map((each) => describe(each));
        const own = labels.subarray(0, some.shape[0]);
        return metrics.fartherThanAnother(of!, to!, own, among!, referenceLabels);
      });
    }
    const deviation = (features: models.Network) =>
      tf.tidy(() => tf.sqrt(tf.mean(tf.moments(features.apply(x), 0).variance)).dataSync()[0]!);
    const late = (trainer: training.Trainer) => {
      const { step: _, ...columns } = trainer.history.columns();
      const means = Object.entries(columns).map(([name, values]) => [
        name,
        metrics.mean(values.slice(-Math.ceil(steps / 10))),
      ]);
      return Object.fromEntries(means) as Record<string, number>;
    };

    async function trained(game: games.Game): Promise<training.Trainer> {
      const trainer = new training.Trainer({ game, logEvery: 1 });
      await trainer.train({ steps });
      return trainer;
    }
    const parts = coder();
    const options: games.VaeGanOptions = {
      ...parts,
      ...{ body, head, gamma, loss: losses.nonSaturating },
      optimisers: { encoder: adam(rate), decoder: adam(rate), discriminator: adam(rateD) },
    };
    const vaeGan = await trained(rerouted(games.vaeGan(options), options, route));
    const layers = (of: readonly [models.Network, models.Network], name: string) => {
      const [first, hidden] = [models.firstLayers(of[0], 2), models.firstLayers(of[1], -1)];
      return {
        [`shiftFirst${name}`]: shift((images) => first.apply(images)),
        [`shiftBody${name}`]: shift((images) => of[0].apply(images)),
        [`shiftHidden${name}`]: shift((images) => hidden.apply(of[0].apply(images))),
      };
    };
    const rows: Row[] = [
      {
        ...evaluated('vaeGan', parts),
        ...late(vaeGan),
        deviation: deviation(body),
        deviationUntrained: deviation(fresh[0]),
        ...(compared && {
          shiftPixels: shift((images) => tf.clone(images)),
          shiftClassifier: shift((images) => classifier.features(images)),
          ...layers([body, head], ''),
          ...layers(fresh, 'Untrained'),
        }),
      },
    ];
    if (compared) {
      for (const [arm, features] of [
        ['vae', undefined],
        ['frozen', body],
      ] as const) {
        const own = coder();
        const trainer = await trained(
          games.vae({ ...own, optimiser: adam(rate), ...(features && { features }) }),
        );
        rows.push({ ...evaluated(arm, own), ...late(trainer) });
      }
    }
    return rows;
  },
);

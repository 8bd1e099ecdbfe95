/**
 * Arjovsky & Bottou (2017, arXiv 1701.04862, figures 2 and 3) on MNIST: a DCGAN is trained; at three ages its generator is
 * held still and a fresh discriminator is trained against it. One row for each of `evaluations` moments of each
 * fresh discriminator, at equal distances on a logarithmic scale of its steps:
 *
 * - `age`: the generator's steps, `frechet` its Fréchet distance (2,560 images);
 * - `step`: of the fresh discriminator;
 * - `boundOnTraining`, `boundOnHeldOut`: log 2 − L_D / 2, in nats, on 2,560 images of the training set and of the test set, each
 *   against as many fresh generated images;
 * - `minimax`, `nonSaturating`: norm of the gradient that the generator gets by either loss, the mean over four batches of 128
 *   latents; `minimaxDeviation`, `nonSaturatingDeviation`: their standard deviations.
 *
 * The discriminator judges in batches of 128 normalised one by one, real and generated apart, as it is trained.
 */
import * as tf from '@tensorflow/tfjs-core';
import { data, games, losses, metrics, models, notebook, training } from 'gan-lib';
import { recipe, type Row } from '../recipe.ts';

const { flag, integer, number } = notebook;
const BATCH = 128;
const HELD = 20 * BATCH;

export default recipe(
  {
    seed: integer(1, { min: 0 }),
    rateG: number(2e-3, { min: 1e-6 }), // of the DCGAN's training
    rateD: number(4e-4, { min: 1e-6 }),
    steps: integer(1500, { min: 10 }), // of the DCGAN; it is held still after a thirtieth, a quarter and all of them
    freshRate: number(2e-4, { min: 1e-6 }), // Adam's step size for the fresh discriminator
    freshBatchNorm: flag(true), // whether it has batch normalisation
    freshSteps: integer(1500, { min: 10 }),
    evaluations: integer(10, { min: 3 }),
    filters: integer(16, { min: 1 }),
    units: integer(256, { min: 0 }),
    latentSize: integer(64, { min: 1 }),
  },
  async ({ seed, steps, freshSteps, filters, units, latentSize, ...own }) => {
    const mnist = data.loadMnist();
    const size = { filters, units };
    const generator = models.network({
      name: 'generator',
      input: [latentSize],
      layers: models.dcganGenerator(size),
      seed,
    });
    const discriminator = (name: string, batchNorm = true) =>
      models.network({
        name,
        input: [28, 28, 1],
        layers: models.dcganDiscriminator({ ...size, batchNorm }),
        seed,
      });
    const source = () => ({
      data: data.imageBatches(mnist.train, { batchSize: BATCH, seed }),
      latents: data.normalLatents({ size: latentSize, seed }),
    });
    const learningRate = { generator: own.rateG, discriminator: own.rateD };
    const preset = games.dcganPreset({ learningRate, linearDecay: [steps / 2, steps] });
    const trainer = new training.Trainer({
      game: games.gan({ generator, discriminator: discriminator('discriminator'), ...source(), ...preset }),
    });
    const reference = metrics.imageReference(
      models.classifier('mnist'),
      data.toTensor(mnist.train, { length: 5000 }),
    );
    const held = data.normalLatents({ size: latentSize, seed, name: 'held out' });
    const evalLatents = held.next(HELD).z;
    const gradientLatents = Array.from({ length: 4 }, () => held.next(BATCH).z);
    const sets = {
      boundOnTraining: data.toTensor(mnist.train, { length: HELD }),
      boundOnHeldOut: data.toTensor(mnist.test, { length: HELD }),
    };
    const rows: Row[] = [];
    for (const age of [Math.round(steps / 30), Math.round(steps / 4), steps]) {
      await trainer.train({ steps: age });
      const frechet = tf.tidy(() => metrics.judge(generator.apply(evalLatents), reference).frechet);
      const fresh = discriminator('fresh', own.freshBatchNorm);
      const game = games.gan({
        generator,
        discriminator: fresh,
        ...source(),
        ...games.dcganPreset({ learningRate: own.freshRate }),
      });
      const alone = { ...game, players: { discriminator: game.players['discriminator']! } };
      const examiner = new training.Trainer({ game: alone });
      const batches = HELD / BATCH;
      const logits = (x: tf.Tensor) => fresh.apply(x, { training: true, batches });
      const measured = () =>
        tf.tidy(() => {
          const onFake = logits(generator.apply(evalLatents));
          const bound = (real: tf.Tensor) =>
            losses.jensenShannonBound(
              losses.nonSaturating.discriminator(logits(real), onFake).dataSync()[0]!,
            );
          const norms = (loss: losses.GanLoss) =>
            gradientLatents.map((z) =>
              training.gradientNorm([generator], () =>
                loss.generator(fresh.apply(generator.apply(z), { training: true })),
              ),
            );
          const [minimax, nonSaturating] = [losses.minimax, losses.nonSaturating].map(norms);
          return {
            boundOnTraining: bound(sets.boundOnTraining),
            boundOnHeldOut: bound(sets.boundOnHeldOut),
            minimax: metrics.meanError(minimax!).mean,
            nonSaturating: metrics.meanError(nonSaturating!).mean,
            minimaxDeviation: metrics.meanError(minimax!).error * 2,
            nonSaturatingDeviation: metrics.meanError(nonSaturating!).error * 2,
          };
        });
      for (const step of moments(freshSteps, own.evaluations)) {
        await examiner.train({ steps: step });
        rows.push({ age, frechet, step, ...measured() });
      }
      fresh.dispose();
    }
    return rows;
  },
);

/** So many steps up to `last`, a constant factor apart from 10 on. */
const moments = (last: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => Math.round(10 * (last / 10) ** (i / (count - 1))));

/**
 * A colour DCGAN of 32 × 32 on `count` emoji, with differentiable augmentation or without. The pictures are halved by the seed:
 * the GAN trains on `count` pictures of the first half, an encoder learns without labels on the whole of the first half,
 * and both are judged by the second, which neither has seen. One row a run, of the moving average of the generator's weights:
 *
 * - `frechet`, `precision`, `recall`, `density`, `coverage`: of as many drawings as the second half has pictures, against it, by
 *   the encoder's features; `floor_…`: of the first half; `copier_…`: of the `count` training pictures, each repeated;
 * - `nearerToTraining`: share of the drawings that are nearer, by the features, to one of the training pictures than to every one of
 *   `count` pictures of the second half; ½ without copying;
 * - `gap`: the discriminator's mean logit on its training pictures, unaugmented, minus that on the second half;
 * - `contrastiveLoss`: of the encoder, mean of its last tenth; `seconds`: of the GAN's steps.
 */
import * as tf from '@tensorflow/tfjs-core';
import { data, games, losses, metrics, notebook, training } from 'gan-lib';
import { recipe } from '../recipe.ts';

const { flag, integer, number } = notebook;
const SIZE = 32;

export default recipe(
  {
    seed: integer(1, { min: 0 }),
    augmented: flag(true),
    count: integer(200, { min: 70 }),
    steps: integer(1000, { min: 1 }),
    encoderSteps: integer(400, { min: 1 }),
    filters: integer(32, { min: 1 }),
    latentSize: integer(64, { min: 1 }),
    batchSize: integer(32, { min: 2 }),
    rateG: number(1e-3, { min: 1e-6 }),
    rateD: number(5e-4, { min: 1e-6 }),
    beta1: number(0.5, { min: 0, max: 0.999 }),
    gamma: number(0, { min: 0 }), // of R1; 0 is none
    decay: number(0.995, { min: 0, max: 0.99999 }),
  },
  async ({ seed, augmented, count, steps, encoderSteps, decay, ...own }) => {
    const pictures = await data.imageFolder(await data.emojiFolder(), { size: SIZE, say: () => undefined });
    const [first, second] = data.halves(pictures, seed);
    const few = data.take(first, count);
    const { game: contrast, encoder } = games.pictureContrast({ pictures: first, seed });
    const encoding = new training.Trainer({ game: contrast, logEvery: 1 });
    await encoding.train({ steps: encoderSteps });

    const augmentation = augmented ? losses.diffAugment() : undefined;
    const { game, generator, discriminator } = games.pictureGan({
      pictures: few,
      seed,
      augmentation,
      ...own,
    });
    const trainer = new training.Trainer({ game });
    const average = training.movingAverage(generator, { decay });
    await trainer.train({ steps, hooks: [average.hook] });

    const { z } = data.normalLatents({ size: own.latentSize, seed, name: 'evaluation' }).next(second.count);
    const drawings = metrics.featuresOf(encoder, metrics.featuresOf(average.network, z));
    const features = (set: data.ImageSet) => metrics.featuresOf(encoder, data.toTensor(set));
    const [ofFirst, ofSecond, ofFew] = [first, second, few].map(features) as [
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
    ];
    const reference = metrics.featureReference(ofSecond);
    const repeated = tf.gather(
      ofFew,
      Array.from({ length: second.count }, (_, i) => i % count),
    );
    const named = (prefix: string, found: metrics.FeatureMetrics) =>
      Object.fromEntries(Object.entries(found).map(([name, value]) => [prefix + name, value]));
    const logit = (set: data.ImageSet) => tf.mean(metrics.featuresOf(discriminator, data.toTensor(set))).dataSync()[0]!; // prettier-ignore
    const someOfSecond = tf.slice(ofSecond, [0, 0], [count, -1]);
    return {
      ...metrics.judgeFeatures(drawings, reference),
      ...named('floor_', metrics.judgeFeatures(ofFirst, reference)),
      ...named('copier_', metrics.judgeFeatures(repeated, reference)),
      nearerToTraining: metrics.copying(ofFew, someOfSecond, drawings).nearerToTraining,
      gap: logit(few) - logit(second),
      contrastiveLoss: metrics.mean(encoding.history.columns()['contrastiveLoss']!.slice(-encoderSteps / 10)),
      seconds: trainer.seconds,
    };
  },
);

// Every game, as small as it can be, makes in a hundred or two hundred steps what it is for: pictures nearer to real ones
// than those of the same networks untrained, by a factor that is stated beforehand.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { data, games, metrics, training } from 'gan-lib';
import { coded, digits, normal, objective, SYSTEMS, type Size } from './systems.ts';

const SIZE: Size = { batchSize: 32, filters: 4, units: 32, seed: 3 };
const JUDGED = 500;

/** Fréchet distance of pictures to test digits, in means of 4 × 4 pixels. 0.3 between real ones, 37.5 from grey to them. */
const statistics = (pictures: tf.Tensor) =>
  metrics.featureStatistics(
    tf.reshape<tf.Rank.R2>(tf.avgPool(pictures as tf.Tensor4D, 4, 4, 'valid'), [-1, 49]),
  );
const digitsOfTest = data.toTensor(data.loadMnist().test, { length: 2000 });
const real = statistics(digitsOfTest);
digitsOfTest.dispose();
const frechet = (pictures: tf.Tensor): number => metrics.frechetDistance(statistics(pictures), real);

/** How far a game's pictures are from what they should be. */
type Distance = (game: games.Game) => number;

const ofSamples: Distance = ({ networks, sources }) => {
  const latents = 'codes' in (sources['latents'] as data.Latents).shapes ? coded(SIZE) : normal(SIZE);
  return frechet((networks['generator'] ?? networks['decoder'])!.apply(latents.next(JUDGED).z));
};
/** Digits translated into the domain of black on white. */
const ofTranslations: Distance = ({ networks }) =>
  frechet(tf.neg(networks['ab']!.apply(digits({ ...SIZE, batchSize: JUDGED }).next().x)));
const ofFirstFrames: Distance = ({ networks }) => {
  const { film } = games.twoStreams(networks as never, normal(SIZE).next(JUDGED).z);
  return frechet(tf.slice(film, [0, 0, 0, 0], [-1, -1, -1, 1]));
};
/** What a player logs on its next batch. */
const logged =
  (role: string, column: string): Distance =>
  (game) =>
    objective(game, role).log[column]!;

const expected: Readonly<Record<string, { steps: number; distance: Distance; factor: number }>> = {
  'conditional GAN': { steps: 200, distance: ofSamples, factor: 3 },
  'AC-GAN': { steps: 200, distance: ofSamples, factor: 3 },
  pix2pix: { steps: 80, distance: logged('generator', 'l1'), factor: 2 },
  SRGAN: { steps: 100, distance: logged('generator', 'meanSquare'), factor: 2 },
  regression: { steps: 100, distance: logged('generator', 'meanSquare'), factor: 2 },
  DiscoGAN: { steps: 120, distance: ofTranslations, factor: 1.7 },
  'DiscoGAN, one way back': { steps: 100, distance: logged('generator', 'reconstructionA'), factor: 1.8 },
  'DiscoGAN, no way back': { steps: 120, distance: ofTranslations, factor: 1.6 },
  'VAE/GAN': { steps: 120, distance: ofSamples, factor: 1.8 },
  BiGAN: { steps: 200, distance: ofSamples, factor: 2 },
  ALI: { steps: 200, distance: ofSamples, factor: 1.8 },
  'two-stream video GAN': { steps: 200, distance: ofFirstFrames, factor: 1.7 },
  BEGAN: { steps: 120, distance: ofSamples, factor: 2 },
  EBGAN: { steps: 120, distance: logged('discriminator', 'energyReal'), factor: 1.7 },
};

suite('training', () => {
  for (const [name, { make }] of Object.entries(SYSTEMS)) {
    const { steps, distance, factor } = expected[name]!;
    test(`${name}: ${steps} steps bring the distance to less than 1/${factor} of an untrained twin’s`, async () => {
      const [trainer, twin] = [1, 2].map(() => new training.Trainer({ game: make(SIZE) }));
      await trainer!.train({ steps });
      const [trained, untrained] = [trainer!, twin!].map(({ game }) => tf.tidy(() => distance(game)));
      assert.ok(trained! * factor < untrained!, `${untrained} → ${trained}`);
      [trainer!, twin!].forEach((each) => each.dispose());
    });
  }
});

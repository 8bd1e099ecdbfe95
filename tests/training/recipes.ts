// Games that between them use everything that training has to keep: dropout, batch normalisation, clipping, the
// gradient penalty's own randomness, each optimiser, points, images and codes.
import assert from 'node:assert/strict';
import { data, losses, models, training, type games } from 'gan-lib';
import { toyGan, toyInfogan } from '../games/toys.ts';

const { batchNorm, dense, dropout, leakyRelu, relu } = models;

function images(seed: number): games.Game {
  const pictures: data.ImageSet = {
    name: 'stripes',
    count: 50,
    shape: [28, 28, 1],
    pixels: Uint8Array.from({ length: 50 * 784 }, (_, i) => (i * 37) % 256),
    labels: new Uint8Array(50),
  };
  return toyGan({
    seed,
    data: data.imageBatches(pictures, { batchSize: 8, seed }), // 50 does not divide by 8
    generator: models.network({
      name: 'generator',
      input: [3],
      layers: models.dcganGenerator({ filters: 4 }),
      seed,
    }),
    discriminator: models.network({
      name: 'discriminator',
      input: [28, 28, 1],
      layers: models.dcganDiscriminator({ filters: 4 }),
      seed,
    }),
  });
}

export const recipes = {
  'a GAN with dropout, batch normalisation and Adam': (seed: number) =>
    toyGan({
      seed,
      layers: {
        generator: [dense(16), batchNorm(), relu(), dense(2)],
        discriminator: [dense(16), leakyRelu(), dropout(0.3), dense(1)],
      },
    }),
  'WGAN with clipping, RMSProp, dropout and batch normalisation': (seed: number) =>
    toyGan({
      seed,
      loss: losses.wasserstein,
      clip: 0.05,
      discriminatorUpdates: 2,
      optimiser: () => training.rmsProp({ learningRate: 1e-3 }),
      layers: {
        generator: [dense(16), batchNorm(), relu(), dense(2)],
        discriminator: [dense(16), leakyRelu(), dropout(0.3), dense(1)],
      },
    }),
  'WGAN-GP': (seed: number) =>
    toyGan({ seed, loss: losses.wasserstein, penalty: losses.wganGp(0.1), discriminatorUpdates: 2 }),
  'DCGAN on images': images,
  InfoGAN: (seed: number) => toyInfogan({ seed }),
} satisfies Record<string, (seed: number) => games.Game>;

export type Recipe = keyof typeof recipes;

export const names = Object.keys(recipes) as Recipe[];

/** What was logged, by column. */
export type Logged = Record<string, readonly number[]>;

/** What was logged, without the time it took. */
export function lossesOf(history: training.History): Logged {
  const { seconds: _, ...columns } = history.columns();
  return columns;
}

/** Trains a recipe from its beginning and says what it logged at every step. */
export async function run(recipe: Recipe, seed: number, steps: number): Promise<Logged> {
  const trainer = new training.Trainer({ game: recipes[recipe](seed), logEvery: 1 });
  await trainer.train({ steps });
  const logged = lossesOf(trainer.history);
  trainer.dispose();
  return logged;
}

/** Whether two numbers agree to six digits. */
export const same = (a: number, b: number): boolean =>
  Object.is(a, b) || Math.abs(a - b) <= 5e-7 * Math.max(Math.abs(a), Math.abs(b), 0.1);

/** Asserts that two runs logged the same at the same steps. */
export function agree(actual: Logged, expected: Logged): void {
  assert.deepEqual(Object.keys(actual), Object.keys(expected));
  for (const [column, values] of Object.entries(expected)) {
    assert.equal(actual[column]!.length, values.length, column);
    values.forEach((value, i) =>
      assert.ok(
        same(actual[column]![i]!, value),
        `${column}, row ${i}: ${actual[column]![i]} is not ${value}`,
      ),
    );
  }
}

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { data, games, losses, metrics, models, random, training } from 'gan-lib';

const SIDE = 32;

/** Pictures of one square each, somewhere, of some colour: enough to learn something of. */
const squares = (count: number, seed = 1): data.ImageSet => {
  const draw = random.stream(seed, 'squares');
  const pixels = new Uint8Array(count * SIDE * SIDE * 3).fill(255);
  for (let i = 0; i < count; i++) {
    const colour = [0, 1, 2].map(() => draw.integer(200));
    const [top, left] = [draw.integer(16), draw.integer(16)];
    for (let row = top; row < top + 14; row++)
      for (let column = left; column < left + 14; column++)
        pixels.set(colour, ((i * SIDE + row) * SIDE + column) * 3);
  }
  return { name: 'squares', count, shape: [SIDE, SIDE, 3], pixels, labels: new Uint8Array(count) };
};

function pictureGan(options: Partial<games.GanOptions> = {}): games.Game {
  const [seed, filters] = [3, 4];
  const network = (name: string, input: models.Shape, layers: models.Layer[]) =>
    models.network({ name, input, layers, seed });
  return games.gan({
    generator: network('generator', [8], models.pictureGenerator({ filters })),
    discriminator: network(
      'discriminator',
      [SIDE, SIDE, 3],
      models.pictureDiscriminator({ filters, batchNorm: false }),
    ),
    loss: losses.nonSaturating,
    data: data.imageBatches(squares(64), { batchSize: 8, seed }),
    latents: data.normalLatents({ size: 8, seed }),
    optimisers: { generator: training.adam({ learningRate: 1e-3 }), discriminator: training.adam({ learningRate: 1e-3 }) }, // prettier-ignore
    ...options,
  });
}

suite('architectures for pictures', () => {
  for (const size of [32, 64] as const) {
    test(`${size} × ${size}: from latents to a picture, and to a logit`, () => {
      const filters = 4;
      const levels = Math.log2(size) - 2;
      const G = models.network({ name: 'g', input: [10], layers: models.pictureGenerator({ size, filters }), seed: 1 }); // prettier-ignore
      const D = models.network({ name: 'd', input: [size, size, 3], layers: models.pictureDiscriminator({ size, filters, batchNorm: false }), seed: 1 }); // prettier-ignore
      const z = tf.randomNormal([2, 10]);
      const x = G.apply(z, { training: true });
      assert.deepEqual([x.shape, D.apply(x).shape], [[2, size, size, 3], [2, 1]]); // prettier-ignore
      assert.ok(x.dataSync().every((value) => Math.abs(value) <= 1));
      // Each convolution has twice the filters of the one nearer to the picture: 4 · 2^(levels − 1) at 4 × 4.
      const widths = Array.from({ length: levels }, (_, i) => filters * 2 ** i);
      const filtersOf = widths.map((width, i) => 16 * (widths[i - 1] ?? 3) * width + width);
      assert.equal(D.parameterCount, filtersOf.reduce((sum, n) => sum + n, 0) + 16 * widths.at(-1)! + 1);
      const batchNorms = G.layers.filter(({ kind }) => kind === 'batchNorm').length;
      assert.equal(batchNorms, levels);
      assert.ok(D.layers.every(({ kind }) => kind !== 'batchNorm'));
    });
  }

  test('refuse sizes that are not four times a power of two', () => {
    assert.throws(() => models.pictureGenerator({ size: 48 as 32 }), {
      name: 'RangeError',
      message: 'pictures: 4 times a power of two is allowed as their size, got 48',
    });
  });
});

suite('a GAN with differentiable augmentation', () => {
  test('shows the discriminator changed pictures, real and generated alike, in both updates', () => {
    const marked: losses.Augmentation = {
      name: 'plus ten',
      draw: (_random, [count]) => ({ ten: tf.fill([count!, 1, 1, 1], 10) }),
      apply: (x, { ten }) => tf.add(x, ten!),
    };
    const game = pictureGan({ augmentation: marked });
    tf.tidy(() => {
      const { real, fake } = game.players['discriminator']!.inputs() as Record<string, tf.Tensor>;
      for (const seen of [real!, fake!])
        assert.ok(seen.dataSync().every((value) => value >= 8.99 && value <= 11.01));
      const generator = game.players['generator']!;
      const inputs = generator.inputs();
      const found = generator.objective(inputs).value.dataSync()[0]!;
      const [G, D] = [game.networks['generator']!, game.networks['discriminator']!];
      const logits = D.apply(tf.add(G.apply(inputs['z']!, { training: true }), 10));
      assert.ok(Math.abs(found - losses.nonSaturating.generator(logits).dataSync()[0]!) < 1e-5);
    });
    assert.match(game.name, /non-saturating, plus ten$/);
  });

  test('R1 is on the slope at what the discriminator sees', () => {
    const game = pictureGan({ augmentation: losses.diffAugment(), penalty: losses.r1(2) });
    tf.tidy(() => {
      const { inputs, objective } = game.players['discriminator']!;
      const drawn = inputs();
      const found = objective(drawn).log['gradientPenalty']!.dataSync()[0]!;
      const D = game.networks['discriminator']!;
      const slope = losses.squaredSlope(([x]) => D.apply(x!), [drawn['real']!]);
      assert.ok(Math.abs(found - 0.5 * tf.mean(slope).dataSync()[0]!) < 1e-5 * found);
    });
  });

  test('steps are recorded and repeated as they are computed, and go on after a checkpoint as if nothing had been', async () => {
    const play = (pure: boolean) => {
      const game = pictureGan({ augmentation: losses.diffAugment(), penalty: losses.r1(1) });
      if (pure) return game;
      const players = Object.entries(game.players).map(([role, player]) => [
        role,
        { ...player, pure: false },
      ]);
      return { ...game, players: Object.fromEntries(players) as games.Game['players'] };
    };
    const lossesOf = async (game: games.Game) => {
      const trainer = new training.Trainer({ game, logEvery: 1 });
      await trainer.train({ steps: 12 });
      return trainer.history.columns()['generatorLoss']!;
    };
    const [recorded, plain] = [await lossesOf(play(true)), await lossesOf(play(false))];
    assert.equal(recorded.length, 12);
    recorded.forEach((value, i) => assert.ok(Math.abs(value - plain[i]!) < 1e-4, `${recorded} ${plain}`));
    assert.equal(new Set(recorded).size, 12);
  });
});

suite('pictureGan and pictureContrast', () => {
  const noise = (shape: readonly [number, number, number], count = 16): data.ImageSet => ({
    name: 'noise',
    count,
    shape,
    pixels: Uint8Array.from({ length: count * shape[0] * shape[1] * shape[2] }, (_, i) => (i * 7919) % 256),
    labels: new Uint8Array(count),
  });

  for (const shape of [
    [32, 32, 1],
    [64, 64, 3],
  ] as const) {
    // prettier-ignore
    test(`fit pictures of ${shape.join(' × ')}, with R1 and with batch normalisation`, async () => {
      for (const gamma of [0, 1]) {
        const options = { pictures: noise(shape), seed: 1, filters: 4, batchSize: 4, gamma };
        const { game, generator, discriminator } = games.pictureGan(options);
        assert.deepEqual(generator.outputShape, shape);
        assert.equal(discriminator.layers.some(({ kind }) => kind === 'batchNorm'), gamma === 0); // prettier-ignore
        assert.match(game.name, /DiffAugment \(colour, translation, cutout\)/);
        await new training.Trainer({ game }).train({ steps: 2 });
      }
      const { game, encoder } = games.pictureContrast({ pictures: noise(shape), seed: 1, features: 12 });
      await new training.Trainer({ game }).train({ steps: 2 });
      assert.deepEqual(encoder.outputShape, [12]);
    });
  }

  test('refuse pictures that are not square', () => {
    assert.throws(() => games.pictureGan({ pictures: noise([32, 16, 3]), seed: 1 }), {
      name: 'RangeError',
      message: 'noise: square pictures are allowed, got 32 × 16',
    });
  });

  test('without augmentation the discriminator sees the pictures themselves', () => {
    const { game } = games.pictureGan({ pictures: noise([32, 32, 3]), seed: 1, augmentation: undefined });
    assert.equal(game.name, 'GAN, non-saturating');
  });
});

suite('an encoder that learns without labels', () => {
  test('tells views of one picture from others, and its features judge', async () => {
    const set = squares(256);
    const [seed, size] = [2, 32];
    const { encoder: layers, projection: head } = models.pictureEncoder({ filters: 4, features: 16 });
    const encoder = models.network({ name: 'encoder', input: [size, size, 3], layers, seed });
    const projection = models.network({ name: 'projection', input: [16], layers: head, seed });
    const game = games.contrast({
      encoder,
      projection,
      data: data.imageBatches(data.take(set, 128), { batchSize: 32, seed }),
      augmentation: losses.diffAugment(['translation', 'cutout']),
      optimiser: training.adam({ learningRate: 2e-3 }),
      seed,
    });
    const trainer = new training.Trainer({ game, logEvery: 1 });
    await trainer.train({ steps: 60 });
    const curve = trainer.history.columns()['contrastiveLoss']!;
    const chance = Math.log(63);
    assert.ok(curve[0]! > 0.6 * chance, `${curve[0]}`);
    assert.ok(metrics.mean(curve.slice(-10)) < curve[0]! - 0.5, `${curve}`);

    const features = (images: tf.Tensor) => metrics.featuresOf(encoder, images);
    const [seen, heldOut] = [data.toTensor(data.take(set, 128)), data.toTensor(data.take(set, 128, 128))];
    const reference = metrics.featureReference(features(seen));
    const floor = metrics.judgeFeatures(features(heldOut), reference);
    const noise = metrics.judgeFeatures(
      features(tf.randomUniform(seen.shape, -1, 1, 'float32', 6)),
      reference,
    );
    const one = tf.slice(seen, [0, 0, 0, 0], [1, -1, -1, -1]);
    const dull = metrics.judgeFeatures(features(tf.add(tf.tile(one, [128, 1, 1, 1]), tf.randomNormal(seen.shape, 0, 0.01, 'float32', 6))), reference); // prettier-ignore
    assert.ok(
      noise.frechet > 5 * floor.frechet && noise.precision < 0.5 * floor.precision,
      JSON.stringify({ noise, floor }),
    );
    assert.ok(dull.recall < 0.5 * floor.recall, JSON.stringify({ dull, floor }));
    assert.ok(floor.precision > 0.5 && floor.recall > 0.5);

    // Who copies is nearer to the pictures trained on; real ones that nobody saw are not.
    const copies = metrics.copying(seen, heldOut, tf.slice(seen, [0, 0, 0, 0], [50, -1, -1, -1]));
    assert.equal(copies.nearerToTraining, 1);
    assert.deepEqual(
      Array.from(copies.nearest),
      Array.from({ length: 50 }, (_, i) => i),
    );
    const others = metrics.copying(seen, heldOut, data.toTensor(squares(400, 9)));
    assert.ok(Math.abs(others.nearerToTraining - 0.5) < 0.1, `${others.nearerToTraining}`);
    assert.throws(() => metrics.copying(seen, one, seen), /as many held-out samples .* got 1 and 128/);
  });
});

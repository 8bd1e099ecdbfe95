import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { data, games, losses, models, random, training } from 'gan-lib';
import { dispose, SEED, step, toyGan, update, weights, type Toy } from './toys.ts';

const close = (actual: number, expected: number, tolerance = 1e-6) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `expected ${expected} ± ${tolerance}, got ${actual}`);

/** The discriminator's loss of a game on one batch, and what it is if real and fake go through D in turn or at once. */
function ofOneBatch(toy: Toy) {
  const game = toyGan(toy);
  const player = game.players['discriminator'];
  const discriminator = game.networks['discriminator']!;
  const found = tf.tidy(() => {
    const { real, fake } = player!.inputs() as { real: tf.Tensor; fake: tf.Tensor };
    const D = (x: tf.Tensor) => discriminator.apply(x, { training: true });
    const both = D(tf.concat([real, fake]));
    const count = real.shape[0];
    const loss = (onReal: tf.Tensor, onFake: tf.Tensor) =>
      losses.nonSaturating.discriminator(onReal, onFake).dataSync()[0]!;
    return {
      game: player!.objective({ real, fake }).value.dataSync()[0]!,
      separate: loss(D(real), D(fake)),
      joint: loss(tf.slice(both, [0, 0], [count, 1]), tf.slice(both, [count, 0], [count, 1])),
    };
  });
  dispose(game);
  return found;
}

suite('the discriminator sees real and generated samples', () => {
  test('as one batch without batch normalisation, which is the same', () => {
    const found = ofOneBatch({});
    close(found.game, found.separate);
    close(found.joint, found.separate);
  });

  test('as two batches with it, which is not', () => {
    const found = ofOneBatch({
      layers: { discriminator: [models.dense(8), models.batchNorm(), models.leakyRelu(), models.dense(1)] },
    });
    close(found.game, found.separate);
    assert.ok(Math.abs(found.joint - found.separate) > 0.01);
  });
});

suite('a GAN', () => {
  test('logs its losses; with the Wasserstein loss the critic’s estimate, with a penalty the penalty', () => {
    const logOf = (toy: Parameters<typeof toyGan>[0]) => {
      const game = toyGan(toy);
      const log = step(game);
      dispose(game);
      return log;
    };
    assert.deepEqual(Object.keys(logOf({})), ['discriminatorLoss', 'generatorLoss']);
    const clipped = logOf({ loss: losses.wasserstein, clip: 0.01 });
    assert.deepEqual(Object.keys(clipped), ['discriminatorLoss', 'criticEstimate', 'generatorLoss']);
    assert.equal(clipped['criticEstimate'], -clipped['discriminatorLoss']!);
    const penalised = logOf({ loss: losses.wasserstein, penalty: losses.wganGp(10) });
    assert.deepEqual(Object.keys(penalised), [
      'discriminatorLoss',
      'criticEstimate',
      'gradientPenalty',
      'generatorLoss',
    ]);
    assert.equal(penalised['criticEstimate'], -penalised['discriminatorLoss']!);
  });

  test('minimises its loss + λ × the penalty, at points between real and fake with a uniform ε a sample', () => {
    const game = toyGan({ loss: losses.wasserstein, penalty: losses.wganGp(10), batchSize: 16 });
    const [{ inputs, objective }, source] = [
      game.players['discriminator']!,
      game.sources['gradientPenalty']!,
    ];
    const critic = (x: tf.Tensor) => game.networks['discriminator']!.apply(x);
    const penalties = Array.from({ length: 5 }, () =>
      tf.tidy(() => {
        const uniform = random.stream(0, 'any');
        uniform.restore(source.save() as random.RandomState);
        const prepared = inputs() as { real: tf.Tensor; fake: tf.Tensor };
        const { value: minimised, log } = objective(prepared);
        const [total, loss, penalty] = [minimised, log['discriminatorLoss']!, log['gradientPenalty']!].map(
          (value) => value.dataSync()[0]!,
        );
        close(total!, loss! + 10 * penalty!, 1e-4);
        const epsilon = tf.tensor1d(Array.from({ length: 16 }, () => uniform.uniform()));
        const { real, fake } = prepared;
        close(penalty!, losses.gradientPenalty(critic, real, fake, epsilon).dataSync()[0]!);
        return penalty;
      }),
    );
    assert.equal(new Set(penalties).size, 5);
    dispose(game);
  });

  test('of another loss begins with the same weights and is fed the same data and latents', () => {
    const plain = toyGan();
    const critic = toyGan({
      loss: losses.wasserstein,
      penalty: losses.wganGp(10),
      optimiser: training.rmsProp,
    });
    assert.deepEqual(weights(plain), weights(critic));
    for (let turn = 0; turn < 3; turn++) {
      const [a, b] = [plain, critic].map((game) =>
        tf.tidy(() => {
          const { real, fake } = game.players['discriminator']!.inputs() as {
            real: tf.Tensor;
            fake: tf.Tensor;
          };
          return [Array.from(real.dataSync()), Array.from(fake.dataSync())];
        }),
      );
      assert.deepEqual(a, b);
    }
    dispose(plain);
    dispose(critic);
  });
});

suite('a packed GAN (PacGAN)', () => {
  const packed = (packing: number, input: number) =>
    toyGan({
      packing,
      discriminator: models.network({
        name: 'discriminator',
        input: [input],
        layers: models.mlpDiscriminator({ hidden: [16] }),
        seed: SEED,
      }),
    });

  test('shows its discriminator samples side by side, each once', () => {
    const [alone, pairs] = [packed(1, 2), packed(2, 4)].map((game) => {
      const { real } = tf.tidy(() => game.players['discriminator']!.inputs()) as { real: tf.Tensor2D };
      dispose(game);
      return real.arraySync();
    });
    assert.deepEqual([alone!.length, pairs!.length, pairs![0]!.length], [16, 8, 4]);
    assert.deepEqual(
      pairs!,
      alone!.slice(0, 8).map((row, i) => [...row, ...alone![i + 8]!]),
    );
  });

  test('trains: both losses move, recorded or not', () => {
    const game = packed(4, 8);
    const [first, , third] = [step(game), step(game), step(game)];
    assert.ok(Object.values(third).every(Number.isFinite));
    assert.notDeepEqual(first, third);
    dispose(game);
  });

  test('refuses a discriminator of another number of samples', () => {
    assert.throws(
      () => packed(2, 2),
      /discriminator takes \[2\], but 2 times the output of generator is \[4\]/,
    );
  });
});

suite('what a discriminator or critic learns', () => {
  /** Real samples N(3, 0.1), fakes N(0, 1) or a point; G stays as it is. */
  function against(options: Partial<games.GanOptions>, deviation: number, hidden = [32]) {
    const generator = models.network({ name: 'g', input: [1], layers: [models.dense(1)], seed: SEED });
    generator.variables[0]!.assign(tf.tensor2d([[deviation]]));
    return games.gan({
      generator,
      discriminator: models.network({
        name: 'd',
        input: [1],
        layers: models.mlpDiscriminator({ hidden }),
        seed: SEED,
      }),
      loss: losses.nonSaturating,
      data: data.mixtureBatches({ name: 'one', centres: [[1]], sigma: 1 }, { batchSize: 256, seed: SEED }),
      latents: data.normalLatents({ size: 1, seed: SEED }),
      optimisers: {
        generator: training.adam(),
        discriminator: training.adam({ learningRate: 5e-3, beta1: 0.5 }),
      },
      ...options,
    });
  }

  /** The mean of what D's last turns logged. */
  function train(game: games.Game, column: string, turns: number, last: number): number {
    let sum = 0;
    for (let turn = 0; turn < turns; turn++) {
      const value = update(game)[column]!;
      if (turn >= turns - last) sum += value / last;
    }
    return sum;
  }

  test('N(1, 1) against N(0, 1): the bound comes to their Jensen–Shannon divergence', () => {
    // By the midpoint rule: ½ ∫ p log(2p/(p+q)) + ½ ∫ q log(2q/(p+q)) = 0.1114.
    let divergence = 0;
    for (let x = -8; x < 9; x += 0.01) {
      const [p, q] = [1, 0].map((mean) => Math.exp(-((x - mean) ** 2) / 2) / Math.sqrt(2 * Math.PI));
      const half = (a: number, b: number) => 0.5 * a * Math.log((2 * a) / (a + b));
      divergence += 0.01 * (half(p!, q!) + half(q!, p!));
    }
    close(divergence, 0.1114, 1e-3);
    const game = against({}, 1);
    const loss = train(game, 'discriminatorLoss', 400, 200);
    // 200 batches of 256 leave a standard error of about 0.003 in the loss.
    close(losses.jensenShannonBound(loss), divergence, 0.01);
    // And D itself is p/(p + q): its logit is log p/q = x − ½.
    for (const x of [-1, 0, 0.5, 1, 2]) {
      const logit = tf.tidy(() => game.networks['discriminator']!.apply(tf.tensor2d([[x]])).dataSync()[0]!);
      close(logit, x - 0.5, 0.3);
    }
    dispose(game);
  });

  test('a critic with gradient penalty estimates the Wasserstein distance: N(1, 1) is 1 from the point 0', () => {
    // Mean |x| of N(1, 1): √(2/π) e^(−½) + 1 − 2Φ(−1) = 0.4839 + 0.6827 = 1.1666.
    const game = against({ loss: losses.wasserstein, penalty: losses.wganGp(10) }, 0);
    const estimate = train(game, 'criticEstimate', 500, 200);
    close(estimate, 1.1666, 0.06);
    dispose(game);
  });
});

suite('errors', () => {
  const network = (name: string, input: models.Shape, layers: models.Layer[]) =>
    models.network({ name, input, layers, seed: 1 });
  const throws = (options: Parameters<typeof toyGan>[0], message: string) =>
    assert.throws(() => toyGan(options), { name: 'RangeError', message });

  test('name what does not fit what', () => {
    throws(
      { latents: data.normalLatents({ size: 5, seed: 1 }) },
      'generator takes [3], but the latents is [5]',
    );
    throws(
      { layers: { generator: models.mlpGenerator({ output: [4] }) } },
      'discriminator takes [2], but the output of generator is [4]',
    );
    throws(
      { data: data.mixtureBatches({ name: 'line', centres: [[0]], sigma: 1 }, { batchSize: 4, seed: 1 }) },
      'gan: x of shape [2] is expected in a batch, got [1]',
    );
    throws(
      { layers: { discriminator: [models.dense(3)] } },
      'discriminator: one logit [1] or a map of them [h, w, 1] is expected at its end, got [3]',
    );
    throws(
      { discriminator: network('critic', [2], [models.reshape([1, 2])]) },
      'critic: one logit [1] or a map of them [h, w, 1] is expected at its end, got [1, 2]',
    );
  });

  test('updates that are no whole number of at least 1', () => {
    for (const updates of [0, -1, 1.5, NaN]) {
      throws(
        { discriminatorUpdates: updates },
        `updatesPerStep: a whole number of at least 1 is allowed, got ${updates}`,
      );
    }
  });

  test('a batch without the tensor that is asked for', () => {
    const points = data.map(data.mixtureBatches(data.ring(), { batchSize: 4, seed: 1 }), ({ x }) => ({
      a: x,
    }));
    throws({ data: points as never }, 'gan: a batch with x [2] is expected, these batches have a');
  });
});

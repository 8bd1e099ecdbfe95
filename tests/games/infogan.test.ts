import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { data, games, losses, models, training } from 'gan-lib';
import { dispose, SEED, step, toyInfogan, update, weights } from './toys.ts';

const close = (actual: number, expected: number, tolerance = 1e-5) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `expected ${expected}, got ${actual}`);

/** The gradient that the generator follows in its first turn, after `alter` was done to the game. */
function generatorGradient(game: games.Game, alter?: (game: games.Game) => void): number[] {
  alter?.(game);
  const gradient = tf.tidy(() => {
    const z = game.players['generator']!.inputs();
    const { grads } = tf.variableGrads(
      () => game.players['generator']!.objective(z).value,
      [...game.networks['generator']!.variables],
    );
    return Object.values(grads).flatMap((each) => Array.from(each.dataSync()));
  });
  dispose(game);
  return gradient;
}

const fillQ =
  (value: number) =>
  ({ networks }: games.Game) => {
    for (const variable of networks['q']!.variables) variable.assign(tf.fill(variable.shape, value));
  };

suite('λ', () => {
  test('at 0 the generator’s gradient is that of a plain GAN, whatever Q is', () => {
    const gradient = generatorGradient(toyInfogan({ lambda: 0 }));
    for (const value of [1, NaN]) {
      assert.deepEqual(generatorGradient(toyInfogan({ lambda: 0 }), fillQ(value)), gradient);
    }
    // The plain one: the loss of D's head on the trunk alone.
    const game = toyInfogan({ lambda: 0 });
    const { generator, trunk, discriminator } = game.networks;
    const plain = tf.tidy(() => {
      const { z } = game.players['generator']!.inputs() as { z: tf.Tensor };
      const loss = () =>
        losses.nonSaturating.generator(discriminator!.apply(trunk!.apply(generator!.apply(z))));
      return Object.values(tf.variableGrads(loss, [...generator!.variables]).grads).flatMap((each) =>
        Array.from(each.dataSync()),
      );
    });
    plain.forEach((value, i) => close(gradient[i]!, value, 1e-7));
    dispose(game);
  });

  test('above 0 the generator listens to Q, in proportion', () => {
    const at = (lambda: number) => generatorGradient(toyInfogan({ lambda }));
    const [none, one, three] = [at(0), at(1), at(3)];
    assert.notDeepEqual(generatorGradient(toyInfogan({ lambda: 1 }), fillQ(0)), one);
    let most = 0;
    none.forEach((value, i) => {
      close(three[i]! - value, 3 * (one[i]! - value), 1e-5);
      most = Math.max(most, Math.abs(one[i]! - value));
    });
    assert.ok(most > 1e-3);
  });

  test('names the game', () => {
    assert.equal(toyInfogan({ lambda: 1 }).name, 'InfoGAN, non-saturating');
    assert.equal(toyInfogan({ lambda: 0 }).name, 'GAN with Q beside it, non-saturating');
  });
});

suite('the bound of the mutual information', () => {
  /** What the first turn of D and Q logs, after Q's last layer was given these weights and biases. */
  function logged(game: games.Game, weights: (i: number) => number, bias: (i: number) => number) {
    const [w, b] = game.networks['q']!.variables;
    const outputs = b!.shape[0];
    w!.assign(tf.tensor2d(Array.from({ length: w!.size }, (_, i) => weights(i % outputs)), w!.shape as [number, number])); // prettier-ignore
    b!.assign(tf.tensor1d(Array.from({ length: outputs }, (_, i) => bias(i))));
    const log = update(game);
    dispose(game);
    return log;
  }

  /** The continuous codes that the first batch of `toyInfogan` is given. */
  function firstCodes(codes: data.Codes): number[] {
    const rows = tf.tidy(
      () => data.codedLatents({ noise: 2, codes, seed: SEED }).next(16).z.arraySync() as number[][],
    );
    return rows.flatMap((row) => row.slice(row.length - codes.continuous));
  }

  test('is 0 for a categorical code of which a uniform Q knows nothing, whatever the number of codes', () => {
    for (const categorical of [[10], [8, 3], [2]]) {
      const log = logged(toyInfogan({ codes: { categorical, continuous: 1 } }), () => 0, () => 0); // prettier-ignore
      close(log['informationCategorical']!, 0);
    }
  });

  test('of several categorical codes is the sum, each in its own columns', () => {
    // Q always says "category 0 of the second code, with 8 to 1 odds against each of the other two": its part is
    // ln 3 + E log Q = ln 3 + mean of ln 0.8 where it is right and ln 0.1 where not; the first code's part is 0.
    const codes = { categorical: [4, 3], continuous: 1 };
    const rows = tf.tidy(
      () => data.codedLatents({ noise: 2, codes, seed: SEED }).next(16).z.arraySync() as number[][],
    );
    const right = rows.filter((row) => row[2 + 4] === 1).length;
    const log = logged(toyInfogan({ codes }), () => 0, (i) => (i === 4 ? Math.log(8) : 0)); // prettier-ignore
    const expected = Math.log(3) + (right * Math.log(0.8) + (16 - right) * Math.log(0.1)) / 16;
    close(log['informationCategorical']!, expected);
  });

  test('of continuous codes, with a fixed deviation of 1 and with a learned one', () => {
    const codes = { categorical: [4], continuous: 2 };
    const given = firstCodes(codes);
    const expected = (sigma: number, mean: number) =>
      2 * Math.LN2 -
      2 * (0.5 * Math.log(2 * Math.PI) + Math.log(sigma)) -
      given.reduce((sum, c) => sum + (c - mean) ** 2 / (2 * sigma ** 2), 0) / 16;
    const fixed = logged(toyInfogan({ codes }), () => 0, (i) => (i >= 4 ? 0.25 : 0)); // prettier-ignore
    close(fixed['informationContinuous']!, expected(1, 0.25));
    // Columns: four logits, two means, two logarithms of deviations.
    const game = toyInfogan({ codes, learnDeviation: true });
    const learned = logged(game, () => 0, (i) => (i >= 6 ? Math.log(0.5) : i >= 4 ? 0.25 : 0)); // prettier-ignore
    close(learned['informationContinuous']!, expected(0.5, 0.25));
  });

  test('with codes of one kind only', () => {
    for (const codes of [
      { categorical: [], continuous: 2 },
      { categorical: [3], continuous: 0 },
    ]) {
      for (const learnDeviation of [false, true]) {
        const game = toyInfogan({ codes, learnDeviation });
        const log = step(game);
        const absent = codes.continuous === 0 ? 'informationContinuous' : 'informationCategorical';
        assert.equal(log[absent], 0);
        assert.ok(Object.values(log).every(Number.isFinite));
        dispose(game);
      }
    }
  });

  test('comes near ln 2 for a code that moves the sample between two places, if Q is trained on it', () => {
    // The generator writes the code itself: 0 → −1, 1 → 1. D and Q alone are trained.
    const codes = { categorical: [2], continuous: 0 };
    const game = toyInfogan({
      codes,
      optimisers: { generator: training.adam(), discriminator: training.adam({ learningRate: 0.02 }) },
    });
    const [w1, b1, w2, b2] = game.networks['generator']!.variables;
    const toCode = tf.tensor2d(
      Array.from({ length: 4 * 16 }, (_, i) => (i === 2 * 16 ? 1 : i === 3 * 16 + 1 ? 1 : 0)),
      [4, 16],
    );
    w1!.assign(toCode);
    b1!.assign(tf.zeros([16]));
    w2!.assign(
      tf.tensor2d(
        Array.from({ length: 32 }, (_, i) => (i === 0 ? -1 : i === 2 ? 1 : 0)),
        [16, 2],
      ),
    );
    b2!.assign(tf.zeros([2]));
    let log: Record<string, number> = {};
    for (let turn = 0; turn < 100; turn++) log = update(game);
    assert.ok(log['informationCategorical']! > 0.67, `${log['informationCategorical']}`);
    assert.ok(log['informationCategorical']! <= Math.LN2 + 1e-6);
    dispose(game);
  });
});

suite('a term of what Q reads in real samples', () => {
  const codes = { categorical: [5], continuous: 1 };
  /** Asks Q to read the first category in every real sample. */
  const first: games.RealTerm = {
    term: (read) => losses.term('first', tf.neg(tf.mean(tf.slice(tf.logSoftmax(tf.slice(read, [0, 0], [-1, 5])), [0, 0], [-1, 1])))), // prettier-ignore
  };
  const after = (realTerm?: games.RealTerm) => {
    const game = toyInfogan({ codes, realTerm });
    const log = update(game);
    const [q, discriminator] = ['q', 'discriminator'].map((role) => weights(game)[role]);
    dispose(game);
    return { log, q, discriminator };
  };

  test('moves Q, not the head of D; without it there is nothing of it', () => {
    const [none, one] = [after(), after(first)];
    assert.notDeepEqual(one.q, none.q);
    assert.deepEqual(one.discriminator, none.discriminator);
    assert.equal('first' in none.log, false);
    const { first: logged, ...others } = one.log;
    assert.deepEqual(others, none.log);
    assert.ok(logged! > 0);
  });

  test('falls when D and Q train', () => {
    const adam = training.adam({ learningRate: 0.02 });
    const game = toyInfogan({
      ...{ codes, realTerm: first },
      optimisers: { generator: training.adam(), discriminator: adam },
    });
    const before = update(game)['first']!;
    let last = before;
    for (let step = 0; step < 60; step++) last = update(game)['first']!;
    assert.ok(last < before / 2, `${before} → ${last}`);
    dispose(game);
  });
});

suite('the weight of the continuous codes', () => {
  const codes = { categorical: [4], continuous: 2 };
  const gradientAt = (continuousWeight: number) => generatorGradient(toyInfogan({ codes, continuousWeight }));

  test('scales their part of the generator’s gradient, and leaves what is logged', () => {
    const [none, one, half] = [gradientAt(0), gradientAt(1), gradientAt(0.5)];
    let most = 0;
    none.forEach((value, i) => {
      close(half[i]! - value, 0.5 * (one[i]! - value), 1e-6);
      most = Math.max(most, Math.abs(one[i]! - value));
    });
    assert.ok(most > 1e-3);
    const logged = [0, 1].map((continuousWeight) => {
      const game = toyInfogan({ codes, continuousWeight });
      const log = update(game);
      dispose(game);
      return log['informationContinuous'];
    });
    assert.equal(logged[0], logged[1]);
  });

  test('is 1 if it is not given', () =>
    assert.deepEqual(generatorGradient(toyInfogan({ codes })), gradientAt(1)));
});

suite('qOutputs', () => {
  test('counts logits, means and, if learned, deviations', () => {
    assert.equal(games.qOutputs({ categorical: [10], continuous: 2 }), 12);
    assert.equal(games.qOutputs({ categorical: [10], continuous: 2 }, true), 14);
    assert.equal(games.qOutputs({ categorical: [], continuous: 3 }), 3);
  });
});

suite('errors', () => {
  const network = (name: string, input: number, output: number) =>
    models.network({ name, input: [input], layers: [models.dense(output)], seed: 1 });

  test('name what does not fit what', () => {
    const throws = (options: Parameters<typeof toyInfogan>[0], message: string) =>
      assert.throws(() => toyInfogan(options), { name: 'RangeError', message });
    // Latents: 2 noise + 8 + 1 = 11. Q gives 8 logits and a mean.
    throws({ generator: network('g', 5, 2) }, 'g takes [5], but the latents is [11]');
    throws({ generator: network('g', 11, 3) }, 'trunk takes [2], but the output of g is [3]');
    throws({ discriminator: network('d', 9, 1) }, 'd takes [9], but the output of trunk is [16]');
    throws({ q: network('q', 15, 9) }, 'q takes [15], but the output of trunk is [16]');
    throws({ q: network('q', 16, 10) }, 'q: [9] outputs are expected, got [10]');
    throws(
      { discriminator: network('d', 16, 2) },
      'd: one logit [1] or a map of them [h, w, 1] is expected at its end, got [2]',
    );
  });
});

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { losses } from 'gan-lib';
import { agrees, column, mean, near, softplus, type Rows } from './reference.ts';

const { binaryCrossEntropy, jensenShannonBound, leastSquares, minimax, nonSaturating, wasserstein } = losses;

const REAL = column(0, 2, -1, 5);
const FAKE = column(-3, 0.5, 1);

/** The value of a loss at plain logits. */
const at = (loss: (...logits: tf.Tensor[]) => tf.Scalar, ...logits: Rows[]): number =>
  tf.tidy(() => loss(...logits.map((rows) => tf.tensor2d(rows.map((row) => [...row])))).dataSync()[0]!);

suite('golden values', () => {
  // Worked out with NumPy, in double precision:
  //   r = np.array([0, 2, -1, 5.]); f = np.array([-3, .5, 1.]); sp = lambda x: np.logaddexp(0, x)
  test('cross-entropy discriminator: sp(-r).mean() + sp(f).mean()', () => {
    near(at(nonSaturating.discriminator, REAL, FAKE), 1.3136551, 1e-6);
    near(at(minimax.discriminator, REAL, FAKE), 1.3136551, 1e-6);
  });

  test('non-saturating generator: sp(-f).mean()', () => {
    near(at(nonSaturating.generator, FAKE), 1.278642, 1e-6);
  });

  test('minimax generator: -sp(f).mean()', () => {
    near(at(minimax.generator, FAKE), -0.778642, 1e-6);
  });

  test('least squares, by hand', () => {
    // ½ · (1 + 1 + 4 + 16) / 4 + ½ · (9 + 0.25 + 1) / 3
    near(at(leastSquares.discriminator, REAL, FAKE), 2.75 + 10.25 / 6, 1e-6);
    // ½ · (16 + 0.25 + 0) / 3
    near(at(leastSquares.generator, FAKE), 16.25 / 6, 1e-6);
    // Its optimum: real 1, fake 0 for D; and for G fake 1.
    assert.equal(at(leastSquares.discriminator, column(1, 1), column(0, 0)), 0);
    assert.equal(at(leastSquares.generator, column(1, 1)), 0);
  });

  test('Wasserstein, by hand: −1/2 − 6/4 and 1/2', () => {
    near(at(wasserstein.discriminator, REAL, FAKE), -0.5 - 1.5, 1e-6);
    near(at(wasserstein.generator, FAKE), 0.5, 1e-6);
    assert.equal(at(wasserstein.discriminator, REAL, REAL), 0);
  });
});

suite('gradients, against finite differences', () => {
  const entropy = (real: Rows, fake: Rows) =>
    mean(real.flat().map((l) => softplus(-l))) + mean(fake.flat().map(softplus));
  const half = (rows: Rows, target: number) => mean(rows.flat().map((l) => (l - target) ** 2)) / 2;
  const average = (rows: Rows) => mean(rows.flat());

  const cases: [losses.GanLoss, (real: Rows, fake: Rows) => number, (fake: Rows) => number][] = [
    [minimax, entropy, (fake) => -mean(fake.flat().map(softplus))],
    [nonSaturating, entropy, (fake) => mean(fake.flat().map((l) => softplus(-l)))],
    [leastSquares, (real, fake) => half(real, 1) + half(fake, 0), (fake) => half(fake, 1)],
    [wasserstein, (real, fake) => average(fake) - average(real), (fake) => -average(fake)],
  ];
  for (const [loss, discriminator, generator] of cases) {
    test(loss.name, () => {
      agrees((real, fake) => loss.discriminator(real, fake), discriminator, [REAL, FAKE]);
      agrees((fake) => loss.generator(fake), generator, [FAKE]);
    });
  }
});

suite('facts of the theory', () => {
  test('a discriminator that knows nothing: 2 log 2 = 1.386; a perfect one: 0', () => {
    near(at(nonSaturating.discriminator, column(0, 0), column(0)), 1.3862944, 1e-6);
    near(at(nonSaturating.discriminator, column(50, 60), column(-50)), 0, 1e-6);
    near(at(nonSaturating.generator, column(0)), Math.LN2, 1e-6);
    near(at(minimax.generator, column(0)), -Math.LN2, 1e-6);
  });

  test('the bound of the Jensen–Shannon divergence: 0 at D = ½, log 2 = 0.693 when D separates', () => {
    near(jensenShannonBound(2 * Math.LN2), 0, 1e-12);
    near(jensenShannonBound(0), 0.6931472, 1e-7);
    near(jensenShannonBound(at(nonSaturating.discriminator, column(0), column(0))), 0, 1e-6);
  });

  test('at the optimal discriminator the bound is the divergence itself, at any other it is below', () => {
    // p = (0.5, 0.5, 0), q = (0, 0.5, 0.5): JS = ½ Σ p log(2p/(p+q)) + ½ Σ q log(2q/(p+q)) = ½ log 2.
    // D* = p/(p + q) = (1, ½, 0), as logits (+∞, 0, −∞). Samples in these proportions:
    const bound = (sure: number, unsure: number) =>
      jensenShannonBound(at(nonSaturating.discriminator, column(sure, unsure), column(unsure, -sure)));
    near(bound(40, 0), Math.LN2 / 2, 1e-6);
    for (const [sure, unsure] of [
      [2, 0],
      [40, 1],
      [40, -1],
      [0, 0],
    ] as const) {
      // prettier-ignore
      assert.ok(bound(sure, unsure) < Math.LN2 / 2);
    }
  });

  test('where D is sure of a fake, the minimax gradient vanishes and the non-saturating one does not', () => {
    const slope = (loss: losses.GanLoss) =>
      tf.tidy(
        () =>
          tf
            .grad((fake: tf.Tensor) => loss.generator(fake))(tf.tensor2d([[-20]]))
            .dataSync()[0]!,
      );
    assert.ok(Math.abs(slope(minimax)) < 1e-8);
    near(slope(nonSaturating), -1, 1e-6);
  });
});

suite('extreme logits', () => {
  test('values and gradients stay finite and right at ±10,000', () => {
    near(
      at((l) => binaryCrossEntropy(l, 1), column(-1e4)),
      1e4,
      1e-6,
    );
    near(
      at((l) => binaryCrossEntropy(l, 0), column(1e4)),
      1e4,
      1e-6,
    );
    assert.equal(
      at((l) => binaryCrossEntropy(l, 1), column(1e4)),
      0,
    );
    assert.equal(
      at((l) => binaryCrossEntropy(l, 0), column(-1e4)),
      0,
    );
    tf.tidy(() => {
      const logits = tf.tensor2d([[-1e4], [1e4]]);
      const slopes = (label: 0 | 1) =>
        Array.from(
          tf
            .grad((l: tf.Tensor) => binaryCrossEntropy(l, label))(logits)
            .dataSync(),
          (x) => x + 0,
        );
      assert.deepEqual(slopes(1), [-0.5, 0]); // a mean of two: σ(l) − label, halved
      assert.deepEqual(slopes(0), [0, 0.5]);
    });
  });
});

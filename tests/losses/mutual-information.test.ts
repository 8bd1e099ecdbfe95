import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { losses, random } from 'gan-lib';
import { agrees, mean, near, type Rows } from './reference.ts';

const {
  categoricalEntropy,
  categoricalLogLikelihood,
  gaussianLogLikelihood,
  sharedInformation,
  uniformEntropy,
} = losses;

const CODES = [0, 3, 9, 3];
const oneHot = (categories: readonly number[], k = 10): number[][] =>
  categories.map((category) => Array.from({ length: k }, (_, i) => (i === category ? 1 : 0)));

const categorical = (logits: Rows, codes: Rows): number =>
  tf.tidy(
    () =>
      categoricalLogLikelihood(
        tf.tensor2d(logits.map((row) => [...row])),
        tf.tensor2d(codes.map((row) => [...row])),
      ).dataSync()[0]!,
  );

const scaled = (rows: Rows, factor: number) => rows.map((row) => row.map((value) => factor * value));

suite('a categorical code', () => {
  test('has the entropy ln 10 = 2.302585', () => {
    near(categoricalEntropy(10), 2.302585092994046, 1e-15);
    assert.equal(categoricalEntropy(1), 0);
  });

  test('a Q that reads it without error: L_I = H(c) = 2.302585 nats', () => {
    const codes = oneHot(CODES);
    near(categorical(scaled(codes, 100), codes) + categoricalEntropy(10), 2.302585, 1e-6);
  });

  test('a uniform Q: L_I = 0', () => {
    const codes = oneHot(CODES);
    near(categorical(scaled(codes, 0), codes) + categoricalEntropy(10), 0, 1e-6);
    near(
      categorical(
        codes.map((row) => row.map(() => 7)),
        codes,
      ) + categoricalEntropy(10),
      0,
      1e-6,
    );
  });

  test('a Q that is sure of another category: far below 0', () => {
    near(categorical(scaled(oneHot([1, 4, 0, 4]), 100), oneHot(CODES)), -100, 1e-6);
  });

  test('between the two, by hand: Q gives the right one of two a chance of 0.8', () => {
    // log-odds ln 4; E log Q = ln 0.8 = −0.2231436; L_I = ln 2 + ln 0.8 = 0.4700036.
    const [codes, logits] = [oneHot([0, 1], 2), [[Math.log(4), 0], [0, Math.log(4)]]]; // prettier-ignore
    near(categorical(logits, codes) + categoricalEntropy(2), 0.4700036, 1e-6);
  });

  test('its gradient, against finite differences', () => {
    const source = random.stream(1, 'logits');
    const logits = CODES.map(() => Array.from({ length: 10 }, () => 2 * source.normal()));
    const codes = oneHot(CODES);
    agrees(
      (logits) => categoricalLogLikelihood(logits, tf.tensor2d(codes)),
      (logits) =>
        mean(
          logits.map((row, i) => {
            const total = Math.log(row.reduce((sum, logit) => sum + Math.exp(logit), 0));
            return row[CODES[i]!]! - total;
          }),
        ),
      [logits],
    );
  });
});

suite('continuous codes', () => {
  const MEAN = [[0.1, -0.5], [0.9, 0.2], [-1, 1.5]]; // prettier-ignore
  const CODE = [[0.3, -0.4], [-0.2, 0.2], [0.8, -1]]; // prettier-ignore
  const LOG_DEVIATION = [[0, -1], [0.5, -2], [1, 0.3]]; // prettier-ignore
  const reference = (means: Rows, logDeviations?: Rows) =>
    mean(
      means.map((row, i) =>
        row.reduce((sum, mu, k) => {
          const log = logDeviations?.[i]![k] ?? 0;
          return (
            sum - 0.5 * Math.log(2 * Math.PI) - log - (CODE[i]![k]! - mu) ** 2 / (2 * Math.exp(log) ** 2)
          );
        }, 0),
      ),
    );

  test('have the entropy ln 2 each, drawn from Unif(−1, 1)', () => {
    near(uniformEntropy(), Math.LN2, 1e-15);
    near(uniformEntropy(2), 2 * Math.LN2, 1e-15);
    near(uniformEntropy(3, 0, 10), 3 * Math.log(10), 1e-15);
    assert.equal(uniformEntropy(0), 0);
  });

  test('by hand: at the mean log N = −½ log 2π σ², one σ away ½ less', () => {
    const value = (code: number, logDeviation?: number) =>
      tf.tidy(
        () =>
          gaussianLogLikelihood(
            tf.tensor2d([[1]]),
            tf.tensor2d([[code]]),
            logDeviation === undefined ? undefined : tf.tensor2d([[logDeviation]]),
          ).dataSync()[0]!,
      );
    near(value(1), -0.9189385, 1e-6);
    near(value(2), -1.4189385, 1e-6);
    near(value(1, Math.log(0.1)), -0.9189385 + 2.3025851, 1e-6);
    near(value(0.9, Math.log(0.1)), -1.4189385 + 2.3025851, 1e-6);
  });

  test('fixed and learned deviation: values and gradients, against finite differences', () => {
    agrees(
      (means) => gaussianLogLikelihood(means, tf.tensor2d(CODE)),
      (means) => reference(means),
      [MEAN],
    );
    agrees(
      (means, logs) => gaussianLogLikelihood(means, tf.tensor2d(CODE), logs),
      (means, logs) => reference(means, logs),
      [MEAN, LOG_DEVIATION],
      1e-5,
    );
  });

  test('with σ = 1 it is a squared error: the same gradient', () => {
    tf.tidy(() => {
      const [means, codes] = [tf.tensor2d(MEAN), tf.tensor2d(CODE)];
      const likelihood = tf
        .grad((x: tf.Tensor) => gaussianLogLikelihood(x, codes))(means)
        .dataSync();
      const squares = tf.grad((x: tf.Tensor) => tf.div(tf.sum(tf.square(tf.sub(codes, x))), -2 * 3))(means);
      squares.dataSync().forEach((value, i) => near(likelihood[i]!, value, 1e-6));
    });
  });

  test('a learned deviation is best at the root mean square of the error', () => {
    // Errors of 0.5 and −0.5: the likelihood as a function of log σ is highest at ln 0.5.
    const at = (log: number) =>
      tf.tidy(
        () =>
          gaussianLogLikelihood(
            tf.tensor2d([[0], [0]]),
            tf.tensor2d([[0.5], [-0.5]]),
            tf.fill([2, 1], log),
          ).dataSync()[0]!,
      );
    const best = Math.log(0.5);
    assert.ok(at(best) > at(best + 0.1) && at(best) > at(best - 0.1));
    near((at(best + 0.01) - at(best - 0.01)) / 0.02, 0, 1e-3);
  });

  test('the bound: a Q that knows nothing beyond Unif(−1, 1) cannot get above 0', () => {
    // The best Gaussian for it is N(0, 1/3): −½ ln(2πe/3) + ln 2 = −0.1765.
    const codes = random.stream(1, 'codes').fillUniform(new Float32Array(200_000), -1, 1);
    const bound = tf.tidy(() => {
      const c = tf.tensor2d(codes, [200_000, 1]);
      const log = tf.fill([200_000, 1], 0.5 * Math.log(1 / 3));
      return gaussianLogLikelihood(tf.zerosLike(c), c, log).dataSync()[0]! + uniformEntropy();
    });
    near(bound, -0.1764852, 0.003);
  });
});

suite('what two readings share', () => {
  const shared = (logits: Rows, others: Rows) =>
    tf.tidy(() => {
      const [once, again] = [logits, others].map((rows) => tf.tensor2d(rows.map((row) => [...row])));
      return sharedInformation(once!, again!).dataSync()[0]!;
    });
  const sure = (...categories: number[]) => scaled(oneHot(categories, 4), 100);

  test('is ln k if both are sure, agree and use all categories alike', () => {
    near(shared(sure(0, 1, 2, 3), sure(0, 1, 2, 3)), Math.log(4), 1e-3);
  });

  test('is 0 if every reading is the same, or says nothing, or has nothing to do with the other', () => {
    near(shared(sure(2, 2, 2, 2), sure(2, 2, 2, 2)), 0, 1e-4);
    near(shared(scaled(sure(0, 1, 2, 3), 0), sure(0, 1, 2, 3)), 0, 1e-4);
    near(shared(sure(0, 0, 1, 1), sure(0, 1, 0, 1)), 0, 1e-4);
  });

  test('by hand: two categories, agreeing in three of four', () => {
    // The table, either reading first: [[2/4, 1/8], [1/8, 1/4]]; margins 5/8 and 3/8.
    const table = [[0.5, 0.625 ** 2], [0.125, 0.625 * 0.375], [0.125, 0.625 * 0.375], [0.25, 0.375 ** 2]]; // prettier-ignore
    const expected = table.reduce((sum, [p, independent]) => sum + p! * Math.log(p! / independent!), 0);
    const [once, again] = [[0, 0, 1, 1], [0, 0, 1, 0]].map((codes) => scaled(oneHot(codes, 2), 100)); // prettier-ignore
    near(shared(once!, again!), expected, 1e-4);
  });

  test('does not care which is which; its gradient, against finite differences', () => {
    const source = random.stream(1, 'readings');
    const rows = () => Array.from({ length: 5 }, () => Array.from({ length: 3 }, () => 2 * source.normal()));
    const softmax = (row: readonly number[]) => {
      const powers = row.map(Math.exp);
      return powers.map((power) => power / powers.reduce((sum, each) => sum + each, 0));
    };
    const reference = (a: number[][], b: number[][]) => {
      const [once, again] = [a.map(softmax), b.map(softmax)];
      const joint = [0, 1, 2].map((i) =>
        [0, 1, 2].map((k) =>
          mean(once.map((row, n) => (row[i]! * again[n]![k]! + row[k]! * again[n]![i]!) / 2)),
        ),
      );
      const margin = joint.map((row) => row.reduce((sum, p) => sum + p, 0));
      return joint
        .flatMap((row, i) => row.map((p, k) => p * Math.log(p / (margin[i]! * margin[k]!))))
        .reduce((sum, each) => sum + each, 0);
    };
    const [a, b] = [rows(), rows()];
    near(shared(a, b), shared(b, a), 1e-6);
    agrees((x, y) => sharedInformation(x, y), reference, [a, b], 1e-4);
  });
});

// What the losses of the coming systems are, against numbers worked out by hand.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { losses, random } from 'gan-lib';
import { near, softplus } from './reference.ts';

const logits = (...values: number[]): tf.Tensor => tf.tensor2d(values, [values.length, 1]);
const valueOf = (compute: () => tf.Scalar): number => tf.tidy(() => compute().dataSync()[0]!);
const { hinge, relativistic, relativisticAverage, softmax } = losses;

suite('losses of a GAN', () => {
  test('hinge: 2 where D says nothing, 0 where both sides are beyond their margins, by hand in between', () => {
    near(
      valueOf(() => hinge.discriminator(logits(0, 0), logits(0, 0))),
      2,
      1e-6,
    );
    near(
      valueOf(() => hinge.discriminator(logits(1, 3), logits(-1, -2))),
      0,
      1e-6,
    );
    // max(0, 1 − 0.5), max(0, 1 + 1): mean 1.25; max(0, 1 + 0.25), 0: mean 0.625.
    near(
      valueOf(() => hinge.discriminator(logits(0.5, -1), logits(0.25, -4))),
      1.875,
      1e-6,
    );
    near(
      valueOf(() => hinge.generator(logits(2, -1))),
      -0.5,
      1e-6,
    );
  });

  test('relativistic: ln 2 for both at equal logits; by hand; unmoved by a shift that both sides share', () => {
    for (const loss of [relativistic, relativisticAverage]) {
      for (const shift of [0, 7]) {
        const [r, f] = [() => logits(1 + shift, -2 + shift), () => logits(0.5 + shift, 3 + shift)];
        const pair = [loss.discriminator, (a: tf.Tensor, b: tf.Tensor) => loss.generator(b, a)];
        const [d, g] = pair.map((of) => valueOf(() => of(r(), f())));
        if (loss === relativistic) {
          near(d!, (softplus(-0.5) + softplus(5)) / 2, 1e-6);
          near(g!, (softplus(0.5) + softplus(-5)) / 2, 1e-6);
        } else {
          const [meanR, meanF] = [-0.5, 1.75];
          const real = (softplus(-(1 - meanF)) + softplus(-(-2 - meanF))) / 2;
          const fake = (softplus(0.5 - meanR) + softplus(3 - meanR)) / 2;
          near(d!, (real + fake) / 2, 1e-6);
          const realG = (softplus(1 - meanF) + softplus(-2 - meanF)) / 2;
          const fakeG = (softplus(-(0.5 - meanR)) + softplus(-(3 - meanR))) / 2;
          near(g!, (realG + fakeG) / 2, 1e-6);
        }
      }
      near(
        valueOf(() => loss.discriminator(logits(4, 4), logits(4, 4))),
        Math.LN2,
        1e-6,
      );
      near(
        valueOf(() => loss.generator(logits(4, 4), logits(4, 4))),
        Math.LN2,
        1e-6,
      );
    }
  });

  test('softmax: ln 2n for both at equal logits, ln n at D’s minimum, finite at ±1,000', () => {
    const n = 8;
    const all = (value: number) => logits(...Array<number>(n).fill(value));
    near(
      valueOf(() => softmax.discriminator(all(3), all(3))),
      Math.log(2 * n),
      1e-5,
    );
    near(
      valueOf(() => softmax.generator(all(3), all(3))),
      Math.log(2 * n),
      1e-5,
    );
    near(
      valueOf(() => softmax.discriminator(all(1000), all(-1000))),
      Math.log(n),
      1e-3,
    );
    assert.ok(Number.isFinite(valueOf(() => softmax.generator(all(-1000), all(1000)))));
  });
});

suite('terms', () => {
  test('add up with their weights and are logged without; a weight of 0 only logs', () => {
    const { value, log } = losses.sum(
      losses.term('a', tf.scalar(2)),
      [3, losses.term('b', tf.scalar(5))],
      [0, losses.term('c', tf.scalar(NaN))],
    );
    assert.equal(value.dataSync()[0], 17);
    assert.deepEqual(
      Object.entries(log).map(([name, each]) => [name, each.dataSync()[0]]),
      [['a', 2], ['b', 5], ['c', NaN]], // prettier-ignore
    );
  });

  test('of similarity: means, and a sum a sample', () => {
    const [a, b] = [tf.tensor2d([[1, 2], [3, 4]]), tf.tensor2d([[0, 4], [3, 1]])]; // prettier-ignore
    near(
      valueOf(() => losses.l1(a, b)),
      6 / 4,
      1e-6,
    );
    near(
      valueOf(() => losses.meanSquare(a, b)),
      14 / 4,
      1e-6,
    );
    near(
      valueOf(() => losses.squaredError(a, b)),
      14 / 4,
      1e-6,
    ); // ½ · 14 over two samples
  });

  test('KL from N(0, 1): 0 there, by hand elsewhere', () => {
    near(
      valueOf(() => losses.klStandardNormal(tf.zeros([3, 2]), tf.zeros([3, 2]))),
      0,
      1e-6,
    );
    // μ = 1, σ² = 4: ½ (1 + 4 − 1 − ln 4), twice a sample.
    const expected = 4 - Math.log(4);
    near(
      valueOf(() => losses.klStandardNormal(tf.ones([3, 2]), tf.fill([3, 2], Math.log(4)))),
      expected,
      1e-5,
    );
  });

  test('cross-entropy of labels: ln k where nothing is known, over those that have a label', () => {
    const known = tf.tensor2d([[1, 0, 0], [0, 0, 0]]); // prettier-ignore
    near(
      valueOf(() => losses.labelCrossEntropy(tf.zeros([2, 3]), known)),
      Math.log(3),
      1e-6,
    );
    const sure = tf.tensor2d([[30, 0, 0], [0, 30, 0]]); // prettier-ignore
    near(
      valueOf(() => losses.labelCrossEntropy(sure, known)),
      0,
      1e-6,
    ); // no second softmax holds it at 1.46 or 0.55
    near(
      valueOf(() => losses.labelCrossEntropy(sure, tf.zeros([2, 3]))),
      0,
      1e-6,
    );
  });
});

suite('penalties', () => {
  const weights = tf.tensor2d([[3], [4]]); // a slope of 5 everywhere
  const linear = ([x]: losses.Parts) => tf.matMul(x as tf.Tensor2D, weights);
  const real = [tf.tensor2d([[1, 2], [3, 4], [0, 1]])]; // prettier-ignore
  const fake = [tf.tensor2d([[0, 0], [1, 1], [2, 2]])]; // prettier-ignore
  const penaltyOf = (
    { draw, value }: losses.Penalty,
    critic: (parts: losses.Parts) => tf.Tensor = linear,
    [a, b]: readonly [losses.Parts, losses.Parts] = [real, fake],
  ) => valueOf(() => value(critic, a, b, draw(random.stream(1, 'penalty'), a)));

  test('of a linear critic: (‖w‖ − 1)² for WGAN-GP and DRAGAN, ½ ‖w‖² for R1', () => {
    near(penaltyOf(losses.wganGp(10)), 16, 1e-4);
    near(penaltyOf(losses.dragan(10)), 16, 1e-4);
    near(penaltyOf(losses.r1(2)), 12.5, 1e-4);
  });

  test('of several parts: the norm is over all of them', () => {
    const two = ([x, y]: losses.Parts) => tf.add(tf.matMul(x as tf.Tensor2D, weights), tf.mul(12, y!));
    const sides = [real, fake].map(([x]) => [x!, tf.ones([3, 1])]) as unknown as [losses.Parts, losses.Parts];
    near(penaltyOf(losses.wganGp(10), two, sides), 144, 1e-3); // √(25 + 144) = 13
    near(penaltyOf(losses.r1(1), two, sides), 169 / 2, 1e-3);
  });

  test('R1 looks at real samples, DRAGAN around them', () => {
    const square = ([x]: losses.Parts) => tf.mul(0.5, tf.sum(tf.square(x!), 1, true)); // its slope is x
    const squares = [5, 25, 1].reduce((sum, each) => sum + each, 0) / 3;
    near(penaltyOf(losses.r1(1), square), squares / 2, 1e-4);
    const at = valueOf(() => losses.dragan(1).value(square, real, fake, { epsilon: tf.zeros([3]), noise1: tf.ones([3, 2]) })); // prettier-ignore
    const off = valueOf(() => losses.dragan(1).value(square, real, fake, { epsilon: tf.ones([3]), noise1: tf.zeros([3, 2]) })); // prettier-ignore
    const there = [5, 25, 1].reduce((sum, each) => sum + (Math.sqrt(each) - 1) ** 2, 0) / 3;
    near(at, there, 1e-4); // nothing of the noise is mixed in
    near(off, there, 1e-4); // there is no noise
  });
});

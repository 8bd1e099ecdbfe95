import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { losses, models, random } from 'gan-lib';
import { near } from './reference.ts';

const { gradientPenalty } = losses;

/** The penalty as a number. */
const value = (
  critic: (x: tf.Tensor) => tf.Tensor,
  real: tf.Tensor,
  fake: tf.Tensor,
  epsilon: number[],
): number => tf.tidy(() => gradientPenalty(critic, real, fake, tf.tensor1d(epsilon)).dataSync()[0]!);

suite('the gradient penalty', () => {
  test('of a linear critic is (|w| − 1)², wherever it looks', () => {
    const w = tf.tensor2d([[3], [4]]); // |w| = 5
    const [real, fake] = [tf.tensor2d([[1, 2], [3, 4]]), tf.tensor2d([[0, 0], [-5, 1]])]; // prettier-ignore
    near(
      value((x) => tf.matMul(x, w), real, fake, [0.2, 0.9]),
      16,
      1e-6,
    );
    const unit = tf.tensor2d([[0.6], [0.8]]);
    near(
      value((x) => tf.matMul(x, unit), real, fake, [0.2, 0.9]),
      0,
      1e-6,
    );
  });

  test('looks at ε·real + (1 − ε)·fake, one ε a sample', () => {
    // f = ½x², f′ = x. Real 4 and 8, fake 0 and −2, ε = ¼ and ½: x̂ = 1 and 3; penalties 0 and 4, mean 2.
    const [real, fake] = [tf.tensor2d([[4], [8]]), tf.tensor2d([[0], [-2]])];
    near(
      value((x) => tf.mul(0.5, tf.square(x)), real, fake, [0.25, 0.5]),
      2,
      1e-6,
    );
    near(
      value((x) => tf.mul(0.5, tf.square(x)), real, fake, [1, 1]),
      (9 + 49) / 2,
      1e-6,
    ); // at the real ones
    near(
      value((x) => tf.mul(0.5, tf.square(x)), real, fake, [0, 0]),
      (1 + 1) / 2,
      1e-5,
    ); // at the fakes
  });

  test('of images takes the norm over all pixels of each', () => {
    // f = sum of 2x over 2 × 2 × 1 pixels: the norm is √(4 · 2²) = 4 for each image, the penalty 9.
    const [real, fake] = [tf.ones([3, 2, 2, 1]), tf.zeros([3, 2, 2, 1])];
    near(
      value((x) => tf.sum(tf.mul(2, x), [1, 2]), real, fake, [0.1, 0.5, 0.9]),
      9,
      1e-6,
    );
  });

  test('of a constant critic is 1, and neither it nor its gradient is NaN', () => {
    const [real, fake] = [tf.ones([2, 2]), tf.zeros([2, 2])];
    const w = tf.variable(tf.zeros([2, 1]));
    const critic = (x: tf.Tensor) => tf.matMul(x, w);
    near(value(critic, real, fake, [0.5, 0.5]), 1, 1e-5);
    const { grads } = tf.variableGrads(
      () => gradientPenalty(critic, real, fake, tf.tensor1d([0.5, 0.5])),
      [w],
    );
    assert.ok(grads[w.name]!.dataSync().every(Number.isFinite));
  });
});

/** A network in plain numbers: its parameters one after the other, and what it makes of one sample. */
type Plain = (parameters: readonly (readonly number[])[], x: readonly number[]) => number;

const ACTIVATIONS = {
  leakyRelu: (x: number) => (x > 0 ? x : 0.2 * x),
  tanh: Math.tanh,
  sigmoid: (x: number) => 1 / (1 + Math.exp(-x)),
  relu: (x: number) => Math.max(x, 0),
  softplus: (x: number) => Math.log1p(Math.exp(x)),
};

/** y_j = Σ_i x_i w_ij + b_j */
const affine = (x: readonly number[], w: readonly number[], b: readonly number[]): number[] =>
  b.map((bias, j) => x.reduce((sum, value, i) => sum + value * w[i * b.length + j]!, bias));

/**
 * The penalty by its definition, in double precision: the critic's gradient by central differences. With respect to
 * the parameters it is then differentiated by central differences again.
 */
function plainPenalty(
  critic: Plain,
  parameters: number[][],
  { real, fake, epsilon }: { real: number[][]; fake: number[][]; epsilon: number[] },
): number {
  const h = 1e-5;
  const penalties = real.map((row, i) => {
    const x = row.map((value, k) => epsilon[i]! * value + (1 - epsilon[i]!) * fake[i]![k]!);
    const squares = x.map((_, k) => {
      const moved = (d: number) =>
        critic(
          parameters,
          x.map((value, j) => (j === k ? value + d : value)),
        );
      return ((moved(h) - moved(-h)) / (2 * h)) ** 2;
    });
    return (Math.sqrt(squares.reduce((sum, square) => sum + square, 0)) - 1) ** 2;
  });
  return penalties.reduce((sum, penalty) => sum + penalty, 0) / penalties.length;
}

/** Compares value and gradient of a network's penalty with those of the same network in plain numbers. */
function agreesWithPlain(net: models.Network, critic: Plain, samples = 4): void {
  const source = random.stream(7, 'samples');
  const size = net.input.reduce((product, n) => product * n, 1);
  const draw = () =>
    Array.from({ length: samples }, () => Array.from({ length: size }, () => source.normal()));
  const [real, fake] = [draw(), draw()];
  const epsilon = Array.from({ length: samples }, () => source.uniform());
  for (const variable of net.variables) {
    // Biases of 0 would put every unit's kink in one place, and small weights hide the higher orders.
    variable.assign(tf.tensor(source.fillNormal(new Float32Array(variable.size), 0, 0.7), variable.shape));
  }
  const parameters = net.variables.map((variable) => Array.from(variable.dataSync()));
  const plain = () => plainPenalty(critic, parameters, { real, fake, epsilon });

  tf.tidy(() => {
    const shaped = (rows: number[][]) => tf.tensor(rows.flat(), [samples, ...net.input]);
    const penalty = () =>
      gradientPenalty(
        (x) => net.apply(x, { training: true }),
        shaped(real),
        shaped(fake),
        tf.tensor1d(epsilon),
      );
    const { value, grads } = tf.variableGrads(penalty, [...net.variables]);
    near(value.dataSync()[0]!, plain(), 1e-5, 'penalty');
    net.variables.forEach((variable, v) => {
      // The last bias does not enter the penalty, nor do those before it where the critic is piecewise linear.
      const found = grads[variable.name]?.dataSync() ?? new Float32Array(variable.size);
      found.forEach((gradient, k) => {
        const own = parameters[v]!;
        const [kept, h] = [own[k]!, 1e-4];
        own[k] = kept + h;
        const above = plain();
        own[k] = kept - h;
        const below = plain();
        own[k] = kept;
        near(gradient, (above - below) / (2 * h), 1e-4, `${net.stored[v]!.name}[${k}]`);
      });
    });
  });
  net.dispose();
}

suite('its gradient with respect to the weights (second order), against finite differences', () => {
  const layerOf = {
    leakyRelu: models.leakyRelu(0.2),
    tanh: models.tanh(),
    sigmoid: models.sigmoid(),
    relu: models.relu(),
    softplus: models.softplus(),
  };
  for (const name of ['leakyRelu', 'tanh', 'sigmoid', 'relu', 'softplus'] as const) {
    const f = ACTIVATIONS[name];

    test(`an MLP with ${name}`, () => {
      const layers = [models.dense(5), layerOf[name], models.dense(4), layerOf[name], models.dense(1)];
      const net = models.network({ name: 'critic', input: [3], layers, seed: 1 });
      agreesWithPlain(net, ([w1, b1, w2, b2, w3, b3], x) => {
        const first = affine(x, w1!, b1!).map(f);
        const second = affine(first, w2!, b2!).map(f);
        return affine(second, w3!, b3!)[0]!;
      });
    });

    test(`a convolutional critic with ${name}`, () => {
      const layers = [
        models.conv2d({ filters: 2, kernelSize: 3 }),
        layerOf[name],
        models.flatten(),
        models.dense(1),
      ];
      const net = models.network({ name: 'critic', input: [6, 6, 1], layers, seed: 1 });
      agreesWithPlain(
        net,
        ([filter, b1, w2, b2], x) => {
          // 'same' padding of 6 by a kernel of 3 and stride 2: nothing above, one row below.
          const pixel = (row: number, column: number) => (row < 6 && column < 6 ? x[6 * row + column]! : 0);
          const features: number[] = [];
          for (let row = 0; row < 6; row += 2) {
            for (let column = 0; column < 6; column += 2) {
              for (let channel = 0; channel < 2; channel++) {
                let sum = b1![channel]!;
                for (let i = 0; i < 3; i++) {
                  for (let j = 0; j < 3; j++)
                    sum += pixel(row + i, column + j) * filter![2 * (3 * i + j) + channel]!;
                }
                features.push(f(sum));
              }
            }
          }
          return affine(features, w2!, b2!)[0]!;
        },
        2,
      );
    });
  }

  test('the critic of the DCGAN architecture: a step along the gradient changes the penalty as it says', () => {
    // Too large for every weight by itself: the derivative along a random direction instead.
    const layers = models.dcganDiscriminator({ filters: 4, batchNorm: false });
    const net = models.network({ name: 'critic', input: [28, 28, 1], layers, seed: 2 });
    const source = random.stream(8, 'samples');
    for (const variable of net.variables) {
      variable.assign(tf.tensor(source.fillNormal(new Float32Array(variable.size), 0, 0.2), variable.shape));
    }
    const images = () => tf.tensor(source.fillNormal(new Float32Array(2 * 784)), [2, 28, 28, 1]);
    const [real, fake, epsilon] = [images(), images(), tf.tensor1d([0.3, 0.7])];
    const penalty = () => gradientPenalty((x) => net.apply(x, { training: true }), real, fake, epsilon);
    const { grads, value } = tf.variableGrads(penalty, [...net.variables]);
    const gradients = net.variables.map((variable) => grads[variable.name] ?? tf.zerosLike(variable));
    const slope = gradients.reduce((sum, gradient) => sum + tf.sum(tf.square(gradient)).dataSync()[0]!, 0);
    const along = (h: number) => {
      const kept = net.variables.map((variable) => tf.clone(variable));
      net.variables.forEach((variable, i) => variable.assign(tf.add(variable, tf.mul(gradients[i]!, h))));
      const moved = penalty().dataSync()[0]!;
      net.variables.forEach((variable, i) => variable.assign(kept[i]!));
      return moved;
    };
    const h = (1e-3 * value.dataSync()[0]!) / slope; // changes the penalty by a thousandth
    near((along(h) - along(-h)) / (2 * h * slope), 1, 0.02);
  });
});

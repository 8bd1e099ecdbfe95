import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { models } from 'gan-lib';
import { close, values } from './tensors.ts';

/** A network of one batch normalisation with scale 2 and shift 10 in every channel. */
function build(input: models.Shape, options?: Parameters<typeof models.batchNorm>[0]) {
  const net = models.network({ name: 'net', input, layers: [models.batchNorm(options)], seed: 1 });
  net.variables[0]!.assign(tf.fill([input.at(-1)!], 2));
  net.variables[1]!.assign(tf.fill([input.at(-1)!], 10));
  const recorded = () => net.stored.slice(2).map(({ variable }) => Array.from(variable.dataSync()));
  return { net, recorded };
}

const epsilon = 1e-5;

suite('batch normalisation', () => {
  test('in training: the statistics of the batch, and running averages are recorded', () => {
    const { net, recorded } = build([1]);
    const x = tf.tensor2d([[1], [3], [5], [7]]); // mean 4, variance 20 / 4 = 5, unbiased 20 / 3
    const normalised = [-3, -1, 1, 3].map((d) => 10 + (2 * d) / Math.sqrt(5 + epsilon));
    close(values(net.apply(x, { training: true })), normalised);
    // 0.9 · old + 0.1 · new, from mean 0 and variance 1.
    close(recorded().flat(), [0.4, 0.9 + 2 / 3]);
    close(values(net.apply(x, { training: true })), normalised);
    close(recorded().flat(), [0.36 + 0.4, 0.9 * (0.9 + 2 / 3) + 2 / 3]);
    x.dispose();
    net.dispose();
  });

  test('otherwise: the running averages, and nothing is recorded', () => {
    const { net, recorded } = build([1], { momentum: 0.5 });
    const x = tf.tensor2d([[1], [3], [5], [7]]);
    values(net.apply(x, { training: true })); // mean 0.5 · 4 = 2, variance 0.5 + 0.5 · 20 / 3
    const variance = 0.5 + 10 / 3;
    const expected = [-1, 1, 3, 5].map((d) => 10 + (2 * d) / Math.sqrt(variance + epsilon));
    close(values(net.apply(x)), expected);
    const one = tf.tensor2d([[5]]); // a sample by itself is treated no differently
    close(values(net.apply(one)), [expected[2]!]);
    close(recorded().flat(), [2, variance]);
    tf.dispose([x, one]);
    net.dispose();
  });

  test('of images: over batch, height and width, each channel by itself', () => {
    const { net, recorded } = build([1, 2, 2]);
    // Channel 0 holds 1, 3, 5, 7 and channel 1 holds 0, 0, 0, 4: mean 1, variance (1 + 1 + 1 + 9) / 4 = 3.
    const x = tf.tensor4d([1, 0, 3, 0, 5, 0, 7, 4], [2, 1, 2, 2]);
    const [a, b] = [2 / Math.sqrt(5 + epsilon), 2 / Math.sqrt(3 + epsilon)];
    const expected = [-3 * a, -b, -a, -b, a, -b, 3 * a, 3 * b].map((value) => 10 + value);
    close(values(net.apply(x, { training: true })), expected);
    close(recorded().flat(), [0.4, 0.1, 0.9 + 2 / 3, 0.9 + 0.4]);
    x.dispose();
    net.dispose();
  });

  test('another epsilon', () => {
    const { net } = build([1], { epsilon: 4 });
    const x = tf.tensor2d([[1], [3], [5], [7]]);
    close(
      values(net.apply(x, { training: true })),
      [-3, -1, 1, 3].map((d) => 10 + (2 * d) / 3),
    );
    x.dispose();
    net.dispose();
  });

  test('is refused under a gradient penalty, where it would be wrong, and says why', () => {
    const { net } = build([2]);
    const x = tf.tensor2d([[1, 2], [3, 5]]); // prettier-ignore
    const penalty = () => {
      const gradient = tf.grad((x: tf.Tensor) => tf.sum(net.apply(x, { training: true })))(x);
      return tf.sum<tf.Scalar>(tf.square(gradient));
    };
    assert.throws(() => tf.variableGrads(penalty), /use a critic without batch normalisation/);
    x.dispose();
    net.dispose();
  });
});

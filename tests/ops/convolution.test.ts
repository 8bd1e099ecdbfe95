import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import { ops } from 'gan-lib';
import { assertClose, assertGradient, gradientNorm, normal, onEachBackend } from './helpers.ts';

/** Filter size, stride, height of the image, channels of the image, channels of the result. */
const CASES = [
  [1, 1, 4, 2, 3],
  [3, 1, 5, 2, 3],
  [3, 2, 6, 1, 4],
  [4, 2, 8, 1, 4],
  [4, 2, 8, 5, 3],
  [5, 2, 6, 3, 2],
  [5, 3, 9, 1, 2],
  [2, 3, 6, 1, 2],
  [6, 2, 4, 4, 1],
  [4, 2, 28, 1, 16],
  [4, 2, 14, 16, 33],
  [5, 2, 2, 3, 2],
  // Grey images.
  [4, 2, 10, 1, 32],
  [4, 2, 34, 1, 48],
  // Kernels two strides wide and channels that fill vectors: by Winograd's algorithm.
  [4, 2, 14, 16, 32],
  [4, 2, 28, 32, 16],
  [4, 2, 6, 48, 16],
  [2, 1, 8, 16, 16],
  [6, 3, 27, 16, 16],
] as const;

const BATCH = 2;

type Four = [number, number, number, number];
type Pair = [tf.Tensor4D, tf.Tensor4D];

/** The value of f on the pair, and the gradients of its inner product with fixed numbers. */
function valueAndGradients(f: (x: tf.Tensor4D, filter: tf.Tensor4D) => tf.Tensor4D, pair: Pair) {
  const value = f(...pair);
  const weights = normal<tf.Rank.R4>(value.shape, 7);
  const inner = (x: tf.Tensor, filter: tf.Tensor) =>
    tf.sum(tf.mul(weights, f(x as tf.Tensor4D, filter as tf.Tensor4D)));
  return [value, ...tf.grads(inner)(pair)];
}

function assertSame(actual: tf.Tensor[], expected: tf.Tensor[]): void {
  actual.forEach((tensor, i) => assertClose(tensor, expected[i]!));
}

onEachBackend('convolution', (check) => {
  for (const [size, stride, height, inner, outer] of CASES) {
    const label = `${size}×${size}, stride ${stride}, ${height}×${height}×${inner} and ${outer} channels`;
    const large = () => normal<tf.Rank.R4>([BATCH, height, height, inner], 1);
    const small = () => normal<tf.Rank.R4>([BATCH, height / stride, height / stride, outer], 2);
    const filter = () => normal<tf.Rank.R4>([size, size, inner, outer], 3);

    check(`conv2d has the values and gradients of tf.conv2d: ${label}`, () => {
      const pair: Pair = [large(), filter()];
      assertSame(
        valueAndGradients((x, filter) => ops.conv2d(x, filter, stride), pair),
        valueAndGradients((x, filter) => tf.conv2d(x, filter, stride, 'same'), pair),
      );
    });

    check(`conv2dTranspose has the values and gradients of tf.conv2dTranspose: ${label}`, () => {
      const pair: Pair = [small(), filter()];
      const shape: Four = [BATCH, height, height, inner];
      assertSame(
        valueAndGradients((x, filter) => ops.conv2dTranspose(x, filter, stride), pair),
        valueAndGradients((x, filter) => tf.conv2dTranspose(x, filter, shape, stride, 'same'), pair),
      );
    });
  }

  for (const slope of [1, 0.2]) {
    // The last two: a grey image to and from 16 channels.
    for (const [channels, inner] of [
      [1, 4],
      [3, 4],
      [8, 4],
      [20, 4],
      [16, 1],
      [1, 16],
    ] as const) {
      const label = `${inner} to ${channels} channels, slope ${slope}`;
      const both = (
        f: (x: tf.Tensor4D, filter: tf.Tensor4D, end?: ops.End) => tf.Tensor4D,
        shape: number[],
      ) => {
        const all = [normal([3, 6, 6, inner], 1), normal(shape as Four, 2), normal([channels], 3)];
        const fused = (x: tf.Tensor, filter: tf.Tensor, bias: tf.Tensor) =>
          f(x as tf.Tensor4D, filter as tf.Tensor4D, { bias, slope });
        const plain = (x: tf.Tensor, filter: tf.Tensor, bias: tf.Tensor) =>
          tf.leakyRelu(tf.add(f(x as tf.Tensor4D, filter as tf.Tensor4D), bias), slope);
        const weights = normal(fused(all[0]!, all[1]!, all[2]!).shape, 4);
        const results = (g: typeof plain) => [
          g(all[0]!, all[1]!, all[2]!),
          ...tf.grads((x, filter, bias) => tf.sum(tf.mul(weights, g(x, filter, bias))))(all),
        ];
        assertSame(results(fused), results(plain));
      };
      check(`conv2d ends in a bias and a rectifier: ${label}`, () =>
        both((x, filter, end) => ops.conv2d(x, filter, 2, end), [4, 4, inner, channels]),
      );
      check(`conv2dTranspose ends in a bias and a rectifier: ${label}`, () =>
        both((x, filter, end) => ops.conv2dTranspose(x, filter, 2, end), [4, 4, channels, inner]),
      );
    }
  }

  for (const channels of [2, 16]) {
    check(`conv2d halves odd sizes upwards, as tf.conv2d: ${channels} channels`, () => {
      const pair: Pair = [normal<tf.Rank.R4>([1, 7, 7, 1], 1), normal<tf.Rank.R4>([4, 4, 1, channels], 2)];
      assertSame(
        valueAndGradients((x, filter) => ops.conv2d(x, filter, 2), pair),
        valueAndGradients((x, filter) => tf.conv2d(x, filter, 2, 'same'), pair),
      );
    });
  }

  for (const [name, convolution, shape] of [
    ['conv2d', ops.conv2d, [3, 3, 2, 3]],
    ['conv2dTranspose', ops.conv2dTranspose, [3, 3, 3, 2]],
  ] as const) {
    const f = (x: tf.Tensor, filter: tf.Tensor) =>
      tf.tanh(convolution(x as tf.Tensor4D, filter as tf.Tensor4D, 2));
    const pair = () => [normal([2, 4, 4, 2], 1), tf.mul(normal([...shape], 2), 0.3)];

    check(`${name} is right to the second order with respect to the image`, () => {
      assertGradient(gradientNorm(f), pair());
    });

    check(`${name} is right to the second order with respect to the filter`, () => {
      const swapped = (filter: tf.Tensor, x: tf.Tensor) => f(x, filter);
      assertGradient(gradientNorm(swapped), pair().reverse(), { tolerance: 1e-2 });
    });
  }

  check('what does not fit is refused', () => {
    const x = tf.ones<tf.Rank.R4>([1, 4, 4, 2]);
    assert.throws(() => ops.conv2d(x, tf.ones([3, 3, 3, 2]), 2), /conv2d: .*\[3,3,3,2\].*\[1,4,4,2\]/);
    assert.throws(() => ops.conv2dTranspose(x, tf.ones([3, 3, 2, 3]), 2), /conv2dTranspose: .*\[3,3,2,3\]/);
    assert.throws(() => ops.conv2d(x, tf.ones([3, 2, 2, 2]), 2), /square/);
    assert.throws(() => ops.conv2d(x, tf.ones([3, 3, 2, 2]), 1.5), /stride/);
    const end = { bias: tf.ones([3]) };
    assert.throws(
      () => ops.conv2d(x, tf.ones([3, 3, 2, 2]), 2, end),
      /conv2d: a bias of \[2\] is allowed, got \[3\]/,
    );
  });
});

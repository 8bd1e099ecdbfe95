import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { ops } from 'gan-lib';
import { assertClose, assertGradient, gradientNorm, normal, onEachBackend } from './helpers.ts';
import { nativeCalls } from './native-calls.ts';

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
  [4, 2, 6, 32, 5], // patches longer than what is packed at a time
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
  [8, 4, 12, 16, 16],
  [4, 2, 10, 16, 16], // of a size that Winograd's tiles do not fill
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
        f: (x: tf.Tensor4D, filter: tf.Tensor4D, end?: ops.Epilogue) => tf.Tensor4D,
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

  // Sides that the stride does not divide, unequal ones, and each way of convolving.
  for (const [size, stride, height, width, inner, outer] of [
    [4, 2, 7, 7, 1, 2],
    [4, 2, 7, 13, 1, 16],
    [4, 2, 13, 7, 16, 16],
    [6, 3, 11, 8, 16, 16],
    [5, 3, 7, 11, 3, 2],
  ] as const) {
    check(`conv2d divides sides upwards, as tf.conv2d: ${size}×${size}, ${height}×${width}×${inner}`, () => {
      const pair: Pair = [
        normal<tf.Rank.R4>([2, height, width, inner], 1),
        normal<tf.Rank.R4>([size, size, inner, outer], 2),
      ];
      assertSame(
        valueAndGradients((x, filter) => ops.conv2d(x, filter, stride), pair),
        valueAndGradients((x, filter) => tf.conv2d(x, filter, stride, 'same'), pair),
      );
    });
  }

  // Size of the filter, channels of the large images and of the small ones, for each way of convolving. The more numbers a
  // step moves, the shorter it has to be.
  for (const [way, size, inner, outer, h] of [
    ['patches', 3, 2, 3, 5e-3],
    ['one channel', 4, 1, 16, 2e-3],
    ['Winograd', 4, 16, 16, 1e-3],
  ] as const) {
    for (const [name, convolution, shape] of [
      ['conv2d', ops.conv2d, [2, 6, 6, inner]],
      ['conv2dTranspose', ops.conv2dTranspose, [2, 3, 3, outer]],
    ] as const) {
      const f = (x: tf.Tensor, filter: tf.Tensor) =>
        tf.tanh(convolution(x as tf.Tensor4D, filter as tf.Tensor4D, 2));
      const scale = 1 / Math.sqrt(size * size * inner);
      const pair = () => [normal([...shape], 1), tf.mul(normal([size, size, inner, outer], 2), scale)];

      check(`${name} is right to the second order with respect to the image: ${way}`, () => {
        assertGradient(gradientNorm(f), pair(), { h });
      });

      check(`${name} is right to the second order with respect to the filter: ${way}`, () => {
        const swapped = (filter: tf.Tensor, x: tf.Tensor) => f(x, filter);
        assertGradient(gradientNorm(swapped), pair().reverse(), { h });
      });
    }
  }

  for (const [size, stride, to] of [
    [4, 2, 7],
    [3, 2, 7],
    [4, 2, 8],
    [2, 3, 10],
  ] as const) {
    check(
      `conv2dTranspose to the size ${to} is the gradient of conv2d from there: ${size}×${size}, stride ${stride}`,
      () => {
        const [filter, small] = [
          normal<tf.Rank.R4>([size, size, 3, 2], 1),
          normal<tf.Rank.R4>([2, 4, 4, 2], 2),
        ];
        const result = ops.conv2dTranspose(small, filter, stride, undefined, to);
        assert.deepEqual(result.shape, [2, to, to, 3]);
        const inner = (x: tf.Tensor) => tf.sum(tf.mul(small, ops.conv2d(x as tf.Tensor4D, filter, stride)));
        assertClose(result, tf.grad(inner)(tf.zeros([2, to, to, 3])));
        assertClose(result, tf.conv2dTranspose(small, filter, [2, to, to, 3], stride, 'same'));
      },
    );
  }

  check('conv2dTranspose takes height and width of the result apart', () => {
    const [x, filter] = [tf.ones<tf.Rank.R4>([1, 4, 2, 2]), tf.ones<tf.Rank.R4>([4, 4, 3, 2])];
    assert.deepEqual(ops.conv2dTranspose(x, filter, 2, undefined, [7, 4]).shape, [1, 7, 4, 3]);
  });

  check('nothing convolved is nothing, and a bias', () => {
    const bias = tf.tensor1d([1, -2, 3]);
    const filter = (inner: number) => tf.zeros<tf.Rank.R4>([3, 3, inner, 3]);
    assert.deepEqual(ops.conv2d(tf.zeros([2, 0, 4, 2]), filter(2)).shape, [2, 0, 4, 3]);
    assert.deepEqual(ops.conv2d(tf.zeros([0, 4, 4, 2]), filter(2)).shape, [0, 4, 4, 3]);
    if (tf.getBackend() !== 'tensorflow') return; // others refuse to add no channels up
    const none = ops.conv2d(tf.zeros([1, 2, 2, 0]), filter(0), 1, { bias, slope: 0.5 });
    assertClose(none, tf.broadcastTo(tf.tensor1d([1, -1, 3]), [1, 2, 2, 3]));
    const [dx, dfilter] = tf.grads((x, filter) =>
      tf.sum(ops.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D)),
    )([tf.zeros([2, 0, 4, 2]), filter(2)]);
    assert.deepEqual(dx!.shape, [2, 0, 4, 2]);
    assertClose(dfilter!, filter(2));
  });

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
    for (const slope of [-0.5, 1.5, NaN]) {
      assert.throws(
        () => ops.conv2d(x, tf.ones([3, 3, 2, 3]), 2, { ...end, slope }),
        new RangeError(`ops.conv2d: a slope in [0, 1] is allowed, got ${slope}`),
      );
    }
    assert.throws(
      () => ops.conv2d(x, tf.ones([0, 0, 2, 2])),
      /at least one pixel is allowed, got \[0,0,2,2\]/,
    );
    assert.throws(
      () => ops.conv2dTranspose(x, tf.ones([4, 4, 3, 2]), 2, undefined, 6),
      new RangeError(
        'ops.conv2dTranspose: the size must be one of which the strides [2,2] make [4,4], [6,6] gives [3,3]',
      ),
    );
  });
});

/** Filter, stride, sides and channels of the large volume, channels of the small one. */
const CASES_3D = [
  [[1, 1, 1], 1, [2, 3, 4], 2, 3],
  [[3, 3, 3], 1, [3, 4, 5], 2, 3],
  [[4, 4, 4], 2, [4, 6, 8], 1, 4],
  [[3, 4, 4], [1, 2, 2], [3, 8, 6], 2, 2],
  [[2, 3, 5], [2, 3, 1], [5, 7, 4], 3, 2],
] as const;

type Five = [number, number, number, number, number];
const five = (...shape: number[]) => shape as Five;

onEachBackend('convolution of volumes', (check) => {
  for (const [size, stride, sides, inner, outer] of CASES_3D) {
    const label = `[${size}], stride ${stride}, [${sides}]`;
    const strides = [stride].flat() as number[];
    const small = sides.map((side, i) => Math.ceil(side / (strides[i] ?? strides[0]!)));
    const large = () => normal<tf.Rank.R5>(five(2, ...sides, inner), 1);
    const filter = () => normal<tf.Rank.R5>(five(...size, inner, outer), 2);
    const weights = () => normal<tf.Rank.R5>(five(2, ...small, outer), 3);

    check(`conv3d has the values and gradients of tf.conv3d: ${label}`, () => {
      const pair = [large(), filter()];
      const inner = (f: (x: tf.Tensor5D, w: tf.Tensor5D) => tf.Tensor) => (x: tf.Tensor, w: tf.Tensor) =>
        tf.sum(tf.mul(weights(), f(x as tf.Tensor5D, w as tf.Tensor5D)));
      const own = (x: tf.Tensor5D, w: tf.Tensor5D) => ops.conv3d(x, w, stride);
      const plain = (x: tf.Tensor5D, w: tf.Tensor5D) => tf.conv3d(x, w, stride as number, 'same');
      assertClose(own(large(), filter()), plain(large(), filter()));
      assertSame(tf.grads(inner(own))(pair), tf.grads(inner(plain))(pair));
    });

    check(`conv3dTranspose is the gradient of conv3d by its input: ${label}`, () => {
      const result = ops.conv3dTranspose(weights(), filter(), stride, undefined, sides);
      const inner = (x: tf.Tensor) =>
        tf.sum(tf.mul(weights(), ops.conv3d(x as tf.Tensor5D, filter(), stride)));
      assertClose(result, tf.grad(inner)(tf.zeros(large().shape)));
    });
  }

  check('ends in a bias and a rectifier', () => {
    const [x, filter, bias] = [normal<tf.Rank.R5>([2, 3, 4, 4, 2], 1), normal<tf.Rank.R5>([3, 3, 3, 3, 2], 2), normal<tf.Rank.R1>([3], 3)]; // prettier-ignore
    const fused = (x: tf.Tensor, w: tf.Tensor, bias: tf.Tensor) =>
      ops.conv3dTranspose(x as tf.Tensor5D, w as tf.Tensor5D, 2, { bias, slope: 0.2 });
    const plain = (x: tf.Tensor, w: tf.Tensor, bias: tf.Tensor) =>
      tf.leakyRelu(tf.add(ops.conv3dTranspose(x as tf.Tensor5D, w as tf.Tensor5D, 2), bias), 0.2);
    assertClose(fused(x, filter, bias), plain(x, filter, bias));
    const weights = normal(fused(x, filter, bias).shape, 4);
    const gradients = (f: typeof plain) =>
      tf.grads((...xs) => tf.sum(tf.mul(weights, f(...(xs as [tf.Tensor, tf.Tensor, tf.Tensor])))))([
        x,
        filter,
        bias,
      ]);
    assertSame(gradients(fused), gradients(plain));
  });

  check('doubles each side unless told otherwise', () => {
    const x = tf.ones<tf.Rank.R5>([1, 2, 3, 4, 2]);
    assert.deepEqual(ops.conv3dTranspose(x, tf.ones([2, 2, 2, 3, 2]), [1, 2, 2]).shape, [1, 2, 6, 8, 3]);
  });

  check('what does not fit is refused', () => {
    const x = tf.ones<tf.Rank.R5>([1, 4, 4, 4, 2]);
    assert.throws(() => ops.conv3d(x, tf.ones([3, 3, 3, 3, 2])), /conv3d: .*\[3,3,3,3,2\].*\[1,4,4,4,2\]/);
    assert.throws(
      () => ops.conv3d(x, tf.ones([3, 3, 3, 2, 2]), [1, 2]),
      new RangeError('ops.conv3d: the stride must be a whole number above 0, or 3 of them, not [1,2]'),
    );
    assert.throws(
      () => ops.conv3dTranspose(x, tf.ones([3, 3, 3, 3, 2]), 2, undefined, [8, 8, 9]),
      /the strides \[2,2,2\] make \[4,4,4\], \[8,8,9\] gives \[4,4,5\]/,
    );
    assert.throws(
      () => ops.conv3d(x, tf.ones([3, 3, 3, 2, 3]), 2, { bias: tf.ones([2]) }),
      /conv3d: a bias of \[3\] is allowed, got \[2\]/,
    );
  });
});

suite('convolution on native TensorFlow', () => {
  const shapes = {
    'few results of a large filter': [[1, 8, 8, 128], [4, 4, 128, 256], 2],
    'stride 1 and many channels': [[1, 64, 64, 64], [3, 3, 64, 64], 1],
    'stride 1 to one channel': [[2, 14, 14, 8], [4, 4, 8, 1], 1],
  } as const;
  for (const [name, [shape, filterShape, stride]] of Object.entries(shapes)) {
    test(`is done by TensorFlow where that is faster, and is the same: ${name}`, async () => {
      await tf.setBackend('tensorflow');
      tf.tidy(() => {
        const pair: Pair = [normal([...shape], 1), tf.mul(normal([...filterShape], 2), 0.1)];
        let own: tf.Tensor[] = [];
        const calls = nativeCalls(() => {
          own = valueAndGradients((x, filter) => ops.conv2d(x, filter, stride), pair);
        });
        assert.deepEqual(
          Object.keys(calls).filter((op) => op.startsWith('GanConv')),
          [],
        );
        assertSame(
          own,
          valueAndGradients((x, filter) => tf.conv2d(x, filter, stride, 'same'), pair),
        );
      });
    });
  }

  test('adds up more images than it has sums for', async () => {
    await tf.setBackend('tensorflow');
    tf.tidy(() => {
      const pair: Pair = [normal([19, 28, 28, 8], 1), normal([3, 3, 8, 8], 2)];
      assertSame(
        valueAndGradients((x, filter) => ops.conv2d(x, filter), pair),
        valueAndGradients((x, filter) => tf.conv2d(x, filter, 1, 'same'), pair),
      );
    });
  });

  test('is done by the kernels of the room for the layers of the lessons', async () => {
    await tf.setBackend('tensorflow');
    tf.tidy(() => {
      for (const batch of [16, 64, 256]) {
        for (const [shape, filterShape] of [
          [
            [batch, 28, 28, 1],
            [4, 4, 1, 16],
          ],
          [
            [batch, 14, 14, 16],
            [4, 4, 16, 32],
          ],
          [
            [batch, 14, 14, 64],
            [4, 4, 64, 128],
          ],
        ] as const) {
          const calls = nativeCalls(() => void valueAndGradients((x, filter) => ops.conv2d(x, filter, 2), [tf.ones([...shape]), tf.ones([...filterShape])])); // prettier-ignore
          const costly = Object.keys(calls).filter((op) => op.includes('Conv'));
          assert.deepEqual(costly, ['GanConv2d', 'GanConv2dBackpropInput', 'GanConv2dBackpropFilter']);
        }
      }
    });
  });
});

/**
 * Convolutions with 'same' padding, differentiable to any order.
 *
 * For a large image, a small one and a filter let T(large, filter, small) = ⟨small, large ∗ filter⟩, which is
 * linear in each of the three. The operations here are its three partial derivatives, so the gradient of each
 * of them is made of the other two.
 */
import * as tf from '@tensorflow/tfjs-core';
import { checkEnd, defineLinear, runEnding, type End } from './ending';
import { define, type Run } from './operation';
import { run } from './native';

interface Stride extends Record<string, number> {
  readonly stride: number;
}

interface Convolved extends Record<string, tf.Tensor> {
  large: tf.Tensor4D;
  filter: tf.Tensor4D;
}

/** ∂T/∂small: the convolution. */
const convolve: (inputs: Convolved, attrs: Stride, end?: End) => tf.Tensor4D = defineLinear<
  Convolved,
  Stride,
  tf.Tensor4D
>({
  name: 'Convolve',
  own: (backend, { large, filter }, { stride }, end) =>
    runEnding(backend, 'GanConvolve', [large, filter], { stride }, end) as tf.Tensor4D,
  plain: ({ large, filter }, { stride }) => tf.conv2d(large, filter, stride, 'same'),
  save: ['large', 'filter'],
  gradient: (dy, [large, filter], { stride }) => ({
    large: () =>
      spread({ small: dy, filter: filter as tf.Tensor4D }, { stride, size: large!.shape.slice(1, 3) }),
    filter: () => correlate({ large: large as tf.Tensor4D, small: dy }, { stride, kernel: filter!.shape[0] }),
  }),
});

interface Spread extends Record<string, number | readonly number[]> {
  readonly stride: number;
  /** Height and width of the large image. */
  readonly size: readonly number[];
}

interface Spreading extends Record<string, tf.Tensor> {
  small: tf.Tensor4D;
  filter: tf.Tensor4D;
}

/** ∂T/∂large: the transposed convolution. */
const spread: (inputs: Spreading, attrs: Spread, end?: End) => tf.Tensor4D = defineLinear<
  Spreading,
  Spread,
  tf.Tensor4D
>({
  name: 'Spread',
  own: (backend, { small, filter }, { stride, size }, end) => {
    const [height, width] = size as [number, number];
    return runEnding(backend, 'GanSpread', [small, filter], { stride, height, width }, end) as tf.Tensor4D;
  },
  plain: ({ small, filter }, attrs) =>
    tf.conv2dTranspose(small, filter, largeShape(small, filter, attrs), attrs.stride, 'same'),
  save: ['small', 'filter'],
  gradient: (dy, [small, filter], { stride }) => ({
    small: () => convolve({ large: dy, filter: filter as tf.Tensor4D }, { stride }),
    filter: () => correlate({ large: dy, small: small as tf.Tensor4D }, { stride, kernel: filter!.shape[0] }),
  }),
});

type Shape4D = [number, number, number, number];

const largeShape = (small: tf.Tensor4D, filter: tf.Tensor4D, { size }: Spread): Shape4D =>
  [small.shape[0], ...size, filter.shape[2]] as Shape4D;

interface Correlate extends Stride {
  /** Height and width of the filter. */
  readonly kernel: number;
}

/** ∂T/∂filter. */
const correlate: Run<{ large: tf.Tensor4D; small: tf.Tensor4D }, Correlate, tf.Tensor4D> = define({
  name: 'Correlate',
  own: (backend, { large, small }, { stride, kernel }) =>
    run(backend, 'GanCorrelate', [large, small], { stride, kernel }) as tf.Tensor4D,
  plain: ({ large, small }, attrs) =>
    tf.engine().runKernel(
      tf.Conv2DBackpropFilter,
      { x: large, dy: small },
      {
        strides: attrs.stride,
        pad: 'same',
        dataFormat: 'NHWC',
        filterShape: filterShape(large, small, attrs),
      },
    ),
  save: ['large', 'small'],
  gradient: (dy, [large, small], { stride }) => ({
    large: () =>
      spread({ small: small as tf.Tensor4D, filter: dy }, { stride, size: large!.shape.slice(1, 3) }),
    small: () => convolve({ large: large as tf.Tensor4D, filter: dy }, { stride }),
  }),
});

const filterShape = (large: tf.Tensor4D, small: tf.Tensor4D, { kernel }: Correlate): Shape4D => [
  kernel,
  kernel,
  large.shape[3],
  small.shape[3],
];

/**
 * A convolution with 'same' padding, and what the layer ends in.
 * @param x `[batch, height, width, inChannels]`
 * @param filter `[size, size, inChannels, outChannels]`
 * @param stride 1 keeps height and width, 2 halves them (rounding up)
 * @param end a bias `[outChannels]` and a rectifier; nothing if left out
 * @throws RangeError if filter and image do not fit each other
 */
export function conv2d(x: tf.Tensor4D, filter: tf.Tensor4D, stride = 1, end?: End): tf.Tensor4D {
  check('conv2d', x, filter, 2, stride);
  checkEnd('conv2d', end, filter.shape[3]);
  return convolve({ large: x, filter }, { stride }, end);
}

/**
 * A transposed convolution with 'same' padding: the gradient of `conv2d` with respect to its input.
 * @param x `[batch, height, width, inChannels]`
 * @param filter `[size, size, outChannels, inChannels]`: output channels first
 * @param end a bias `[outChannels]` and a rectifier; nothing if left out
 * @returns `[batch, height · stride, width · stride, outChannels]`
 * @throws RangeError if filter and image do not fit each other
 */
export function conv2dTranspose(
  x: tf.Tensor4D,
  filter: tf.Tensor4D,
  stride = 1,
  end?: End,
  size: readonly number[] = [x.shape[1] * stride, x.shape[2] * stride],
): tf.Tensor4D {
  check('conv2dTranspose', x, filter, 3, stride);
  checkEnd('conv2dTranspose', end, filter.shape[2]);
  return spread({ small: x, filter }, { stride, size }, end);
}

function check(name: string, x: tf.Tensor, filter: tf.Tensor, inAxis: number, stride: number): void {
  if (x.rank !== 4 || filter.rank !== 4 || x.shape[3] !== filter.shape[inAxis]) {
    throw new RangeError(`ops.${name}: a filter of shape [${filter.shape}] does not fit [${x.shape}]`);
  }
  if (filter.shape[0] !== filter.shape[1]) {
    throw new RangeError(`ops.${name}: the filter must be square, not [${filter.shape}]`);
  }
  if (!Number.isInteger(stride) || stride < 1) {
    throw new RangeError(`ops.${name}: the stride must be a whole number above 0, not ${stride}`);
  }
}

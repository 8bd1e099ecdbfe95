/** Convolutions with 'same' padding, in two and three dimensions, and their transposes. */
import * as tf from '@tensorflow/tfjs-core';
import { checkEpilogue, runWithEpilogue, type Epilogue } from './epilogue';
import { run } from './native';
import { smallSides, trilinear, type Sizes } from './trilinear';

const product = (numbers: readonly number[]): number => numbers.reduce((all, n) => all * n, 1);

/**
 * Whether TensorFlow's kernels are faster than the room's own, as measured for convolution and both gradients together (the
 * numbers are own ÷ TensorFlow's, on two cores):
 * - a filter that is large beside what it is applied to, for Winograd's algorithm transforms it each time: 512 channels,
 *   4×4, stride 2: 9.5 with 16 results, 5.5 with 64, 2.7 with 256, 0.9 with 1,024; 128 to 256 channels: 2.9 with 64, 2.1
 *   with 128, 1.1 with 256
 * - stride 1 and a 3×3 filter or larger, whose patches overlap most: 64 channels 1.2 to 1.9, 32 channels 1.0 to 1.4, to one
 *   channel 1.7 to 9.8; but 0.5 to 0.9 where there is little to do
 * Elsewhere it is 0.1 to 1.0. No layer of the lessons is concerned.
 */
function ownIsSlower({ strides, filter, small }: Sizes): boolean {
  const results = product(small.slice(0, -1));
  if (product(filter) >= 2 ** 18 && results <= 512) return true;
  if (Math.max(...strides) > 1 || filter[0] === 1) return false;
  return filter[3] === 1 || (filter[2]! >= 16 && product(filter) * results >= 2 ** 27);
}

/** Images of two dimensions, and square filters: by the room's own kernels where those are faster. */
const two = trilinear({
  name: 'Conv2d',
  kernels: [tf.Conv2D, tf.Conv2DBackpropInput, tf.Conv2DBackpropFilter],
  dataFormat: 'NHWC',
  ownIsSlower,
  own: {
    conv: (backend, { large, filter }, { strides: [stride] }, epilogue) =>
      runWithEpilogue(backend, 'GanConv2d', [large, filter], { stride: stride! }, epilogue),
    backpropInput: (backend, { small, filter }, { strides: [stride], size: [height, width] }, epilogue) => {
      const attrs = { stride: stride!, height: height!, width: width! };
      return runWithEpilogue(backend, 'GanConv2dBackpropInput', [small, filter], attrs, epilogue);
    },
    backpropFilter: (backend, { large, small }, { strides: [stride], size: [size] }) =>
      run(backend, 'GanConv2dBackpropFilter', [large, small], { stride: stride!, size: size! }),
  },
});

/** Of three dimensions: by TensorFlow's kernels, which are as fast as products of matrices. */
const three = trilinear({
  name: 'Conv3d',
  kernels: [tf.Conv3D, tf.Conv3DBackpropInputV2, tf.Conv3DBackpropFilterV2],
  dataFormat: 'NDHWC',
});

/**
 * A convolution with 'same' padding, and its epilogue.
 * @param x `[batch, height, width, inChannels]`
 * @param filter `[size, size, inChannels, outChannels]`
 * @param stride 1 keeps height and width, 2 halves them (rounding up)
 * @param epilogue a bias `[outChannels]` and a rectifier; nothing if left out
 * @throws RangeError if filter and image do not fit each other
 */
export function conv2d(x: tf.Tensor4D, filter: tf.Tensor4D, stride = 1, epilogue?: Epilogue): tf.Tensor4D {
  checkSquare('conv2d', filter);
  const strides = check('conv2d', 2, x, filter, 'in', stride, epilogue);
  return two.conv({ large: x, filter }, { strides }, epilogue) as tf.Tensor4D;
}

/**
 * A transposed convolution with 'same' padding: the gradient of `conv2d` with respect to its input.
 * @param x `[batch, height, width, inChannels]`
 * @param filter `[size, size, outChannels, inChannels]`: output channels first
 * @param epilogue a bias `[outChannels]` and a rectifier; nothing if left out
 * @param size height and width of the result, of which `conv2d` makes those of x; default each · stride
 * @returns `[batch, …size, outChannels]`
 * @throws RangeError if filter, image and size do not fit each other
 */
export function conv2dTranspose(
  x: tf.Tensor4D,
  filter: tf.Tensor4D,
  stride = 1,
  epilogue?: Epilogue,
  size?: number | readonly number[],
): tf.Tensor4D {
  checkSquare('conv2dTranspose', filter);
  const strides = check('conv2dTranspose', 2, x, filter, 'out', stride, epilogue);
  const to = resultSize('conv2dTranspose', x, strides, size);
  return two.backpropInput({ small: x, filter }, { strides, size: to }, epilogue) as tf.Tensor4D;
}

/**
 * A convolution of volumes or films with 'same' padding, and its epilogue.
 * @param x `[batch, depth, height, width, inChannels]`
 * @param filter `[depth, height, width, inChannels, outChannels]`
 * @param stride of each dimension, or of all: 1 keeps it, 2 halves it (rounding up)
 * @param epilogue a bias `[outChannels]` and a rectifier; nothing if left out
 * @throws RangeError if filter and volume do not fit each other
 */
export function conv3d(
  x: tf.Tensor5D,
  filter: tf.Tensor5D,
  stride: number | readonly number[] = 1,
  epilogue?: Epilogue,
): tf.Tensor5D {
  const strides = check('conv3d', 3, x, filter, 'in', stride, epilogue);
  return three.conv({ large: x, filter }, { strides }, epilogue) as tf.Tensor5D;
}

/**
 * A transposed convolution of volumes or films with 'same' padding: the gradient of `conv3d` with respect to its input.
 * @param x `[batch, depth, height, width, inChannels]`
 * @param filter `[depth, height, width, outChannels, inChannels]`: output channels first
 * @param stride of each dimension, or of all
 * @param epilogue a bias `[outChannels]` and a rectifier; nothing if left out
 * @param size depth, height and width of the result, of which `conv3d` makes those of x; default each · its stride
 * @returns `[batch, …size, outChannels]`
 * @throws RangeError if filter, volume and size do not fit each other
 * @throws Error on the wasm backend unless the stride is 1 and the filter odd: others TensorFlow.js 4.22 computes wrongly there
 */
export function conv3dTranspose(
  x: tf.Tensor5D,
  filter: tf.Tensor5D,
  stride: number | readonly number[] = 1,
  epilogue?: Epilogue,
  size?: number | readonly number[],
): tf.Tensor5D {
  const strides = check('conv3dTranspose', 3, x, filter, 'out', stride, epilogue);
  const to = resultSize('conv3dTranspose', x, strides, size);
  if (tf.getBackend() === 'wasm' && !(strides.every((each) => each === 1) && filter.shape[0] % 2 === 1)) {
    throw new Error(
      'ops.conv3dTranspose: on wasm stride 1 and odd filters are allowed, others it computes wrongly',
    );
  }
  return three.backpropInput({ small: x, filter }, { strides, size: to }, epilogue) as tf.Tensor5D;
}

/** One number for each dimension. */
const each = (dimensions: number, value: number | readonly number[]): readonly number[] =>
  typeof value === 'number' ? new Array<number>(dimensions).fill(value) : value;

function checkSquare(name: string, { shape }: tf.Tensor): void {
  if (shape[0] !== shape[1]) throw new RangeError(`ops.${name}: the filter must be square, not [${shape}]`);
}

/** Checks all but the size of the result, and returns the stride of each dimension. */
function check(
  name: string,
  dimensions: number,
  x: tf.Tensor,
  filter: tf.Tensor,
  first: 'in' | 'out',
  stride: number | readonly number[],
  epilogue: Epilogue | undefined,
): readonly number[] {
  const [one, other] = filter.shape.slice(dimensions);
  const [inner, outer] = first === 'in' ? [one, other] : [other, one];
  if (x.rank !== dimensions + 2 || filter.rank !== dimensions + 2 || x.shape.at(-1) !== inner) {
    throw new RangeError(`ops.${name}: a filter of shape [${filter.shape}] does not fit [${x.shape}]`);
  }
  if (filter.shape.slice(0, dimensions).includes(0)) {
    throw new RangeError(`ops.${name}: a filter of at least one pixel is allowed, got [${filter.shape}]`);
  }
  const strides = each(dimensions, stride);
  if (strides.length !== dimensions || !strides.every((n) => Number.isInteger(n) && n >= 1)) {
    const which = typeof stride === 'number' ? stride : `[${stride}]`;
    throw new RangeError(
      `ops.${name}: the stride must be a whole number above 0, or ${dimensions} of them, not ${which}`,
    );
  }
  checkEpilogue(name, epilogue, outer!);
  return strides;
}

/** The sides of a transposed convolution's result. */
function resultSize(
  name: string,
  x: tf.Tensor,
  strides: readonly number[],
  size: number | readonly number[] | undefined,
): readonly number[] {
  const sides = x.shape.slice(1, -1);
  if (size === undefined) return sides.map((side, i) => side * strides[i]!);
  const wanted = each(sides.length, size);
  const back = smallSides(wanted, strides);
  if (!wanted.every(Number.isInteger) || !tf.util.arraysEqual(back, sides)) {
    throw new RangeError(
      `ops.${name}: the size must be one of which the strides [${strides}] make [${sides}], ` +
        `[${wanted}] gives [${back}]`,
    );
  }
  return wanted;
}

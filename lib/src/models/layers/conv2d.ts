import type * as tf from '@tensorflow/tfjs-core';
import * as ops from '../../ops';
import {
  registerConvolution,
  registerTransposed,
  withDefaults,
  type Convolution,
  type ConvolutionOptions,
  type TransposedConvolution,
} from './convolution';

/** A convolution, padded so that the output is the input's size divided by the stride, rounded up. */
export interface Conv2d extends Convolution {
  readonly kind: 'conv2d';
  readonly stride: number;
}

/** A transposed ("fractionally strided") convolution, padded so that the output is the input's size × stride. */
export interface Conv2dTranspose extends TransposedConvolution {
  readonly kind: 'conv2dTranspose';
  readonly stride: number;
}

/** `[h, w, c]` → `[h / stride, w / stride, filters]`. */
export function conv2d(options: ConvolutionOptions<Conv2d>): Conv2d {
  return { kind: 'conv2d', ...(withDefaults(options) as Omit<Conv2d, 'kind'>) };
}

/**
 * `[h, w, c]` → `[h × stride, w × stride, filters]`, or `size`.
 *
 * @param options.size height and width of the output, a number for both: any of which the convolution of that stride
 *   would make the input. 7 undoes a step from 7 to 4.
 */
export function conv2dTranspose({
  size,
  ...options
}: Omit<ConvolutionOptions<Conv2dTranspose>, 'size'> & {
  size?: number | readonly [number, number];
}): Conv2dTranspose {
  const both = typeof size === 'number' ? [size, size] : size;
  const layer = withDefaults(options) as Omit<Conv2dTranspose, 'kind'>;
  return { kind: 'conv2dTranspose', ...layer, ...(both && { size: both }) };
}

registerConvolution<Conv2d>({
  kind: 'conv2d',
  dimensions: 2,
  apply: (x, filter, { stride }, _size, end) =>
    ops.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, stride, end),
});

registerTransposed<Conv2dTranspose>({
  kind: 'conv2dTranspose',
  dimensions: 2,
  apply: (x, filter, { stride }, size, end) =>
    ops.conv2dTranspose(x as tf.Tensor4D, filter as tf.Tensor4D, stride, end, size),
});

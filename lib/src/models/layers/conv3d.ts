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

/** A convolution in time and space, padded so that the output is the input's size divided by the stride, rounded up. */
export interface Conv3d extends Convolution {
  readonly kind: 'conv3d';
}

/** A transposed convolution in time and space, padded so that the output is the input's size × stride. */
export interface Conv3dTranspose extends TransposedConvolution {
  readonly kind: 'conv3dTranspose';
}

/** `[t, h, w, c]` → each length divided by its stride, `filters` channels. */
export function conv3d(options: ConvolutionOptions<Conv3d>): Conv3d {
  return { kind: 'conv3d', ...withDefaults(options) };
}

/** `[t, h, w, c]` → each length times its stride, or `size`, `[frames, height, width]`; `filters` channels. */
export function conv3dTranspose({ size, ...options }: ConvolutionOptions<Conv3dTranspose>): Conv3dTranspose {
  return { kind: 'conv3dTranspose', ...withDefaults(options), ...(size && { size }) };
}

registerConvolution<Conv3d>({
  kind: 'conv3d',
  dimensions: 3,
  apply: (x, filter, { stride }, _size, end) =>
    ops.conv3d(x as tf.Tensor5D, filter as tf.Tensor5D, stride, end),
});

registerTransposed<Conv3dTranspose>({
  kind: 'conv3dTranspose',
  dimensions: 3,
  apply: (x, filter, { stride }, size, end) =>
    ops.conv3dTranspose(x as tf.Tensor5D, filter as tf.Tensor5D, stride, end, size),
});

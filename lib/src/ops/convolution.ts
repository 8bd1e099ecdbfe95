import * as tf from '@tensorflow/tfjs-core';

/**
 * A convolution with 'same' padding.
 * @param x `[batch, height, width, inChannels]`
 * @param filter `[size, size, inChannels, outChannels]`
 * @param stride 1 keeps height and width, 2 halves them (rounding up)
 */
export function conv2d(x: tf.Tensor4D, filter: tf.Tensor4D, stride = 1): tf.Tensor4D {
  return tf.conv2d(x, filter, stride, 'same');
}

/**
 * A transposed convolution with 'same' padding: the gradient of `conv2d` with respect to its input.
 * @param x `[batch, height, width, inChannels]`
 * @param filter `[size, size, outChannels, inChannels]`: output channels first
 * @returns `[batch, height · stride, width · stride, outChannels]`
 */
export function conv2dTranspose(x: tf.Tensor4D, filter: tf.Tensor4D, stride = 1): tf.Tensor4D {
  const [batch, height, width] = x.shape;
  const shape: [number, number, number, number] = [batch, height * stride, width * stride, filter.shape[2]];
  return tf.conv2dTranspose(x, filter, shape, stride, 'same');
}

import * as tf from '@tensorflow/tfjs-core';
import { run, type NativeBackend } from './native';

type Shape4D = readonly [number, number, number, number];

/** Channels of the large image up to which a sub-pixel convolution was measured to be faster. */
const FEW = 4;

/** Whether `subPixelSpread` can make an image of this shape, and is faster than TensorFlow's own kernel. */
export function worthSubPixel([, height, width, channels]: Shape4D, stride: number): boolean {
  return stride > 1 && channels <= FEW && height % stride === 0 && width % stride === 0;
}

/**
 * A transposed convolution as a convolution on the small image that makes all stride × stride pixels of a
 * place at once, as channels, which are then laid out (Shi et al. 2016, arXiv 1609.05158).
 *
 * Along one axis the filter's tap t carries pixel i of the small image to pixel stride · i + t − before of the
 * large one. Pixel stride · m + r of the large image so takes tap r + before − stride · (i − m) of pixel i. As
 * i − m runs down from its radius and r up from 0, the taps run from left to right: the filter, padded with
 * zeros, only has to be folded to [places, stride] and read backwards along the places.
 */
export function subPixelSpread(
  backend: NativeBackend,
  small: tf.Tensor4D,
  filter: tf.Tensor4D,
  stride: number,
): tf.Tensor4D {
  return tf.tidy(() => {
    const convolved = run(backend, 'Conv2D', [small, subPixelFilter(filter, stride)], {
      strides: [1, 1, 1, 1],
      padding: 'SAME',
    });
    return tf.depthToSpace(convolved as tf.Tensor4D, stride, 'NHWC');
  });
}

/** `[size, size, large, small]` → `[places, places, small, stride² · large]` */
function subPixelFilter(filter: tf.Tensor4D, stride: number): tf.Tensor4D {
  const [size, , large, small] = filter.shape;
  const overlap = Math.max(size - stride, 0);
  const before = Math.floor(overlap / 2);
  const radius = Math.ceil(Math.max(before, size - stride - before) / stride);
  const places = 2 * radius + 1;
  const left = stride * radius - before;
  const right = stride * places - size - left;
  const padded = tf.pad(filter, [
    [left, right],
    [left, right],
    [0, 0],
    [0, 0],
  ]);
  const folded = tf.reshape(padded, [places, stride, places, stride, large, small]);
  const placed = tf.transpose(tf.reverse(folded, [0, 2]), [0, 2, 5, 1, 3, 4]);
  return tf.reshape(placed, [places, places, small, stride * stride * large]);
}

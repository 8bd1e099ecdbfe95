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
 */
export function subPixelSpread(
  backend: NativeBackend,
  small: tf.Tensor4D,
  filter: tf.Tensor4D,
  shape: Shape4D,
  stride: number,
): tf.Tensor4D {
  const axis = places(filter.shape[0], stride);
  const { before, after, crop } = axis;
  return tf.tidy(() => {
    const convolved = run(backend, 'Conv2D', [small, subPixelFilter(filter, stride, axis)], {
      strides: [1, 1, 1, 1],
      padding: 'EXPLICIT',
      explicit_paddings: [0, 0, before, after, before, after, 0, 0],
    });
    const large = tf.depthToSpace(convolved as tf.Tensor4D, stride, 'NHWC');
    return crop === 0 ? large : tf.slice(large, [0, crop, crop, 0], [...shape]);
  });
}

/**
 * How the taps of a filter fall on the places of the small image, along one axis.
 *
 * Tap t carries pixel j of the small image to pixel stride · j + t − padding of the large one. Let place i make the
 * pixels stride · i + r − crop, r from 0 to stride − 1. It then takes from pixel j = i − d the taps
 * t = stride · d + r + padding − crop: those of one d are consecutive.
 */
interface Places {
  /** Pixels cut from the beginning of what the places make. */
  readonly crop: number;
  /** How many pixels of the small image a place looks at. */
  readonly count: number;
  /** Zeros to put before the first tap so that the taps of the first d begin at 0. */
  readonly left: number;
  /** Padding of the small image. */
  readonly before: number;
  readonly after: number;
}

function places(size: number, stride: number): Places {
  const padding = Math.floor(Math.max(size - stride, 0) / 2);
  const aligned = (crop: number): Places => {
    const shift = padding - crop;
    const first = Math.ceil((1 - stride - shift) / stride);
    const last = Math.floor((size - 1 - shift) / stride);
    const count = last - first + 1;
    const extra = crop > 0 ? 1 : 0; // the place that begins before the image and is cut
    return { crop, count, left: -(stride * first + shift), before: last, after: count - 1 - last + extra };
  };
  const [whole, cut] = [aligned(0), aligned(padding % stride)];
  return cut.count < whole.count ? cut : whole;
}

/** `[size, size, large, small]` → `[count, count, small, stride² · large]` */
function subPixelFilter(filter: tf.Tensor4D, stride: number, { count, left }: Places): tf.Tensor4D {
  const [size, , large, small] = filter.shape;
  const right = stride * count - size - left;
  const padded = tf.pad(filter, [
    [left, right],
    [left, right],
    [0, 0],
    [0, 0],
  ]);
  const folded = tf.reshape(padded, [count, stride, count, stride, large, small]);
  // A convolution looks at its pixels from left to right: from the last d to the first.
  const ordered = tf.transpose(tf.reverse(folded, [0, 2]), [0, 2, 5, 1, 3, 4]);
  return tf.reshape(ordered, [count, count, small, stride * stride * large]);
}

import * as tf from '@tensorflow/tfjs-core';
import { define } from './operation';
import { run } from './native';

interface Inputs extends Record<string, tf.Tensor> {
  images: tf.Tensor4D;
  maps: tf.Tensor2D;
}

const noGradient = (): tf.Tensor => {
  throw new Error('ops.warp: it has no gradient; warp what no gradient has to pass, such as real images');
};

const warpEach = define({
  name: 'Warp',
  native: (backend, { images, maps }: Inputs, { fill }: { fill: number }) => {
    const size = tf.tensor1d(images.shape.slice(1, 3), 'int32');
    const beyond = tf.scalar(fill);
    const attributes = { interpolation: 'BILINEAR', fill_mode: 'CONSTANT' };
    const warped = run(backend, 'ImageProjectiveTransformV3', [images, maps, size, beyond], attributes);
    tf.dispose([size, beyond]);
    return warped;
  },
  // One by one: TensorFlow.js's own kernel for the CPU transforms the first image of a batch only.
  plain: ({ images, maps }, { fill }) => {
    const [each, map] = [images, maps].map((x) => tf.split(x, images.shape[0], 0));
    return tf.concat(
      each!.map((image, i) =>
        tf.image.transform(image as tf.Tensor4D, map![i] as tf.Tensor2D, 'bilinear', 'constant', fill),
      ),
    );
  },
  save: [],
  gradient: () => ({ images: noGradient, maps: noGradient }),
});

/**
 * Each image seen through its own affine or projective map, interpolated bilinearly. Has no gradient.
 *
 * @param images `[batch, height, width, channels]`
 * @param maps `[batch, 8]`: a row [a, b, c, d, e, f, g, h] fills the pixel in column x and row y with what stands in
 *   column (a x + b y + c) / k and row (d x + e y + f) / k, where k = g x + h y + 1
 * @param fill the value of what lies beyond the image
 */
export function warp(images: tf.Tensor4D, maps: tf.Tensor2D, fill: number): tf.Tensor4D {
  if (images.rank !== 4 || maps.rank !== 2 || maps.shape[0] !== images.shape[0] || maps.shape[1] !== 8) {
    throw new RangeError(
      `ops.warp: a row of 8 numbers for each image [batch, height, width, channels] is allowed, ` +
        `got [${maps.shape}] for [${images.shape}]`,
    );
  }
  return warpEach({ images, maps }, { fill }) as tf.Tensor4D;
}

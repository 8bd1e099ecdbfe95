import * as tf from '@tensorflow/tfjs-core';
import { checkFinite } from './samples';

/**
 * The images or films, checked: `[n, height, width, channels]`, where a film has its frames in the channels.
 *
 * @param what how errors call the images
 * @param channels how many are needed, or at least how many
 * @throws RangeError if the shape is another, there are no images, or a number is not finite
 */
export function toImages(
  images: tf.Tensor,
  what: string,
  channels: { readonly exactly: number } | { readonly atLeast: number } = { exactly: 1 },
): tf.Tensor4D {
  const given = images.shape[3] ?? 0;
  const fits = 'exactly' in channels ? given === channels.exactly : given >= channels.atLeast;
  if (images.shape.length !== 4 || images.size === 0 || !fits) {
    const last = 'exactly' in channels ? channels.exactly : `${channels.atLeast} or more`;
    throw new RangeError(
      `${what}: shape [n, height, width, ${last}] is needed, got [${images.shape.join(', ')}]`,
    );
  }
  checkFinite(images, what);
  return images as tf.Tensor4D;
}

/** Films `[n, height, width, frames]`, checked as `toImages` does. */
export const toFilms = (films: tf.Tensor, what: string, frames = 2): tf.Tensor4D =>
  toImages(films, what, { atLeast: frames });

/** Two sets of images of one shape, checked as `toImages` does. */
export function toImagePairs(
  a: tf.Tensor,
  b: tf.Tensor,
  what: readonly [string, string],
): [tf.Tensor4D, tf.Tensor4D] {
  const pair: [tf.Tensor4D, tf.Tensor4D] = [toImages(a, what[0]), toImages(b, what[1])];
  checkShape(b, what[1], a.shape);
  return pair;
}

/** @throws RangeError if a tensor has another shape than one that it goes with */
export function checkShape(tensor: tf.Tensor, what: string, shape: readonly number[]): void {
  if (tensor.shape.join() !== shape.join()) {
    throw new RangeError(`${what}: shape [${shape.join(', ')}] is needed, got [${tensor.shape.join(', ')}]`);
  }
}

/** The pixels of each image, row by row: n arrays of height · width · channels numbers. */
export function pixelsOf(images: tf.Tensor4D): Float32Array[] {
  const all = images.dataSync<'float32'>();
  const size = images.size / images.shape[0];
  return Array.from({ length: images.shape[0] }, (_, i) => all.subarray(i * size, (i + 1) * size));
}

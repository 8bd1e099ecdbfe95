import * as tf from '@tensorflow/tfjs-core';
import { meanPool } from '../data';
import { toImages } from './images';
import { tidied } from './samples';

/**
 * How far enlarged images are from the small ones that they were made of: the root mean square over pixels of
 * `data.meanPool` of the images minus the small ones. 0 if shrinking gives back the input exactly.
 *
 * @param images `[n, f · height, f · width, 1]` with a whole factor f
 * @param small `[n, height, width, 1]`
 * @throws RangeError if the shapes do not go together or a number is not finite
 */
export function lowResolutionError(images: tf.Tensor, small: tf.Tensor): number {
  return tidied(() => {
    const [large, wanted] = [toImages(images, 'images'), toImages(small, 'small')];
    const factor = large.shape[1] / wanted.shape[1];
    const fits = large.shape[0] === wanted.shape[0] && large.shape[2] === factor * wanted.shape[2];
    if (!Number.isInteger(factor) || !fits) {
      throw new RangeError(
        `images: as many as small ones, a whole factor larger, are needed, got [${images.shape.join(', ')}] and [${small.shape.join(', ')}]`,
      );
    }
    const difference = tf.squaredDifference(meanPool(large, factor), wanted);
    return Math.sqrt(tf.mean(difference).dataSync()[0]!);
  });
}

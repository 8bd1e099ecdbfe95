import * as tf from '@tensorflow/tfjs-core';
import { mean } from 'd3-array';
import { toImagePairs } from './images';
import { tidied } from './samples';

/**
 * How well two outlines lie on each other, with a tolerance of one pixel: the pixels of each that have a pixel of the
 * other within one step (8 neighbours), over the pixels of both; the mean over the images. 1 if neither leaves the
 * other by more than a pixel, 0 if they nowhere meet. It counts as intersection over union does with sets that may be
 * a pixel apart; two images without outline agree, 1.
 *
 * @param outlines `[n, height, width, 1]`, an outline where a pixel is above 0, as `data.outline` gives it
 * @param reference what they should be, of the same shape
 * @throws RangeError if shapes differ or a number is not finite
 */
export function outlineIoU(outlines: tf.Tensor, reference: tf.Tensor): number {
  return tidied(() => {
    const pair = toImagePairs(outlines, reference, ['outlines', 'reference']);
    const [a, b] = pair.map((x) => tf.cast(tf.greater(x, 0), 'float32')) as [tf.Tensor4D, tf.Tensor4D];
    const near = (x: tf.Tensor4D) => tf.maxPool(x, 3, 1, 'same');
    const pixels = (x: tf.Tensor) => tf.sum(x, [1, 2, 3]);
    const hits = tf.add(pixels(tf.mul(a, near(b))), pixels(tf.mul(b, near(a)))).dataSync();
    const all = tf.add(pixels(a), pixels(b)).dataSync();
    return mean(all, (count, i) => (count > 0 ? hits[i]! / count : 1))!;
  });
}

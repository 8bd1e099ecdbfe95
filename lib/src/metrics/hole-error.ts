import * as tf from '@tensorflow/tfjs-core';
import { toImagePairs } from './images';
import { tidied } from './samples';

/** Means over the hidden pixels of all images. */
export interface HoleError {
  /** Of |a − b|. */
  readonly l1: number;
  /** Of (a − b)². */
  readonly mse: number;
  /** 10 log₁₀(2² / mse), in dB. */
  readonly psnr: number;
}

/**
 * How far filled holes are from what was there.
 *
 * @param images `[n, height, width, 1]` in [−1, 1]
 * @param truth of the same shape
 * @param mask `height · width` numbers, 1 known and 0 hidden: only the hidden count
 * @throws RangeError if shapes differ, a number is not finite, or nothing is hidden
 */
export function holeError(images: tf.Tensor, truth: tf.Tensor, mask: Float32Array): HoleError {
  return tidied(() => {
    const [a, b] = toImagePairs(images, truth, ['images', 'truth']);
    const hidden = tf.reshape(tf.sub(1, tf.tensor1d(mask)), [1, a.shape[1], a.shape[2], 1]);
    const pixels = a.shape[0] * tf.sum(hidden).dataSync()[0]!;
    if (!(pixels > 0)) throw new RangeError('mask: a hidden pixel at least is needed, got none');
    const meanOf = (x: tf.Tensor): number => tf.sum(tf.mul(hidden, x)).dataSync()[0]! / pixels;
    const mse = meanOf(tf.squaredDifference(a, b));
    return { l1: meanOf(tf.abs(tf.sub(a, b))), mse, psnr: 10 * Math.log10(4 / mse) };
  });
}

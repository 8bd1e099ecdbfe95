import * as tf from '@tensorflow/tfjs-core';
import { toImages } from './images';
import { tidied } from './samples';

/**
 * The seam of filled holes: the mean |difference| of neighbours, side by side or one above the other, of which one is known and
 * the other hidden. Give it beside that of the true images: a hole that is filled too smoothly has less.
 *
 * @param images `[n, height, width, 1]`
 * @param mask `height · width` numbers, 1 known and 0 hidden
 * @throws RangeError if the shape is another, a number is not finite, or the mask has no border
 */
export function seam(images: tf.Tensor, mask: Float32Array): number {
  return tidied(() => {
    const x = toImages(images, 'images');
    const [n, height, width] = x.shape;
    const known = tf.reshape(tf.tensor1d(mask), [1, height, width, 1]);
    let [total, pairs] = [0, 0];
    for (const [below, right] of [
      [1, 0],
      [0, 1],
    ] as const) {
      const step = (a: tf.Tensor): tf.Tensor => {
        const size = [a.shape[0], height - below, width - right, 1];
        return tf.abs(tf.sub(tf.slice(a, [0, below, right, 0], size), tf.slice(a, [0, 0, 0, 0], size)));
      };
      const border = step(known); // 1 where one is known and the other hidden
      total += tf.sum(tf.mul(border, step(x))).dataSync()[0]!;
      pairs += n * tf.sum(border).dataSync()[0]!;
    }
    if (pairs === 0) throw new RangeError('mask: known pixels beside hidden ones are needed, got none');
    return total / pairs;
  });
}

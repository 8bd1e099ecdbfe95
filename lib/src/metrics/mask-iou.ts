import * as tf from '@tensorflow/tfjs-core';
import { checkShape, toFilms, toImages } from './images';
import { tidied } from './samples';

/**
 * Whether a generator's mask finds what moves: intersection over union of {mask > ½} and {|film − background| >
 * `threshold`}, over the pixels and frames of all films. 0 to 1; 1 if both are empty.
 *
 * @param masks `[n, height, width, frames]` in [0, 1]
 * @param films of the same shape, in [−1, 1]
 * @param background `[n, height, width, 1]` in [−1, 1]
 * @throws RangeError if the shapes do not go together or a number is not finite
 */
export function maskIoU(
  masks: tf.Tensor,
  films: tf.Tensor,
  background: tf.Tensor,
  { threshold = 0.2 } = {},
): number {
  return tidied(() => {
    const video = toFilms(films, 'films', 1);
    checkShape(masks, 'masks', films.shape);
    checkShape(toImages(background, 'background'), 'background', [...films.shape.slice(0, 3), 1]);
    const marked = tf.greater(toFilms(masks, 'masks', 1), 0.5);
    const moving = tf.greater(tf.abs(tf.sub(video, background)), threshold);
    const count = (x: tf.Tensor) => tf.sum(tf.cast(x, 'int32')).dataSync()[0]!;
    const union = count(tf.logicalOr(marked, moving));
    return union === 0 ? 1 : count(tf.logicalAnd(marked, moving)) / union;
  });
}

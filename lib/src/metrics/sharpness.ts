import * as tf from '@tensorflow/tfjs-core';
import { checkShape, toImagePairs, toImages } from './images';
import { tidied } from './samples';

/**
 * Sharpness: the mean squared difference of neighbours in a row plus that of neighbours in a column. 0 and up; blur lowers
 * it, noise raises it, so give it beside that of real images (0.30 for the test images of MNIST). On pixels in [0, 1] it is
 * a quarter of this.
 *
 * @param images `[n, height, width, 1]` in [−1, 1], at least 2×2 pixels
 * @throws RangeError if the shape is another or a number is not finite
 */
export function sharpness(images: tf.Tensor): number {
  return tidied(() => {
    const [, height, width] = toImages(images, 'images').shape;
    if (height < 2 || width < 2)
      throw new RangeError(`images: at least 2×2 pixels are needed, got ${height}×${width}`);
    const [across, down] = [stepsAlong(images, 2), stepsAlong(images, 1)];
    return tf.add(tf.mean(tf.square(across)), tf.mean(tf.square(down))).dataSync()[0]!;
  });
}

/**
 * Mean length of the gradient inside a mask, beside that of a reference: mean √(dx² + dy²) of the images over the
 * reference's, with dx = a[r, c+1] − a[r, c] and dy = a[r+1, c] − a[r, c]. 1 if the images are as sharp as the
 * reference, 0 for flat ones. The last row and column have no differences and do not count.
 *
 * @param images `[n, height, width, 1]`
 * @param reference what they should be, of the same shape
 * @param mask 1 for the pixels that count and 0 for the others, of the same shape
 * @throws RangeError if shapes differ, a number is not finite, no pixel counts, or the reference is flat
 */
export function gradientRatio(images: tf.Tensor, reference: tf.Tensor, mask: tf.Tensor): number {
  return tidied(() => {
    const pair = toImagePairs(images, reference, ['images', 'reference']);
    checkShape(mask, 'mask', images.shape);
    const [n, height, width] = pair[0].shape;
    const inner = (x: tf.Tensor): tf.Tensor => tf.slice(x, [0, 0, 0, 0], [n, height - 1, width - 1, 1]);
    const counts = tf.cast(tf.greater(inner(mask), 0), 'float32');
    const [own, wanted] = pair.map((x) => {
      const squared = tf.add(inner(tf.square(stepsAlong(x, 2))), inner(tf.square(stepsAlong(x, 1))));
      return tf.sum(tf.mul(tf.sqrt(squared), counts)).dataSync()[0]!;
    });
    if (!(wanted! > 0))
      throw new RangeError('reference: pixels that differ are needed inside the mask, got none');
    return own! / wanted!;
  });
}

/** Differences of neighbours along an axis, which gets one shorter. */
function stepsAlong(images: tf.Tensor, axis: 1 | 2): tf.Tensor {
  const size = images.shape.map((length, i) => length - Number(i === axis));
  const begin = images.shape.map((_, i) => Number(i === axis));
  return tf.sub(
    tf.slice(images, begin, size),
    tf.slice(
      images,
      begin.map(() => 0),
      size,
    ),
  );
}

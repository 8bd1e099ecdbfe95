import * as tf from '@tensorflow/tfjs-core';

/**
 * Smaller images: each pixel is the mean of a block of `size` × `size`, so that 28 × 28 by 4 is 7 × 7.
 *
 * @param x `[batch, height, width, channels]`
 * @returns `[batch, height / size, width / size, channels]`; the caller disposes it
 * @throws RangeError if `size` does not divide height and width
 */
export function meanPool(x: tf.Tensor, size: number): tf.Tensor4D {
  const [, height, width] = x.shape;
  if (x.rank !== 4 || !Number.isInteger(size) || size < 1 || height! % size !== 0 || width! % size !== 0) {
    throw new RangeError(
      `data.meanPool: images [batch, height, width, channels] and a size that divides height and width are allowed, ` +
        `got [${x.shape.join(', ')}] and ${size}`,
    );
  }
  return tf.avgPool(x as tf.Tensor4D, size, size, 'valid');
}

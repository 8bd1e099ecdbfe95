import * as tf from '@tensorflow/tfjs-core';

/**
 * The outline of what is in each picture: a pixel belongs to it if it is brighter than the threshold and one of its
 * four neighbours is not; beyond the border nothing is. Has no gradient.
 *
 * @param x `[batch, height, width, 1]` in [−1, 1]
 * @param threshold as a byte, 0 to 255
 * @returns `[batch, height, width, 1]`: 1 on the outline, −1 elsewhere; the caller disposes it
 */
export function outline(x: tf.Tensor, threshold = 25): tf.Tensor4D {
  const [, height, width, channels] = x.shape;
  if (x.rank !== 4 || channels !== 1) {
    throw new RangeError(
      `data.outline: images [batch, height, width, 1] are allowed, got [${x.shape.join(', ')}]`,
    );
  }
  if (!(threshold >= 0 && threshold <= 255)) {
    throw new RangeError(`data.outline: a threshold from 0 to 255 is allowed, got ${threshold}`);
  }
  return tf.tidy(() => {
    const mask = tf.cast<tf.Tensor4D>(tf.greater(x, threshold / 127.5 - 1), 'float32');
    const padded = tf.pad(mask, [[0, 0], [1, 1], [1, 1], [0, 0]]); // prettier-ignore
    const neighbour = (down: number, right: number) =>
      tf.slice4d(padded, [0, 1 + down, 1 + right, 0], [-1, height!, width!, 1]);
    const vertical = tf.mul(neighbour(-1, 0), neighbour(1, 0));
    const horizontal = tf.mul(neighbour(0, -1), neighbour(0, 1));
    const edge = tf.mul(mask, tf.sub(1, tf.mul(vertical, horizontal)));
    return tf.sub(tf.mul(edge, 2), 1);
  });
}

import * as tf from '@tensorflow/tfjs-core';

/**
 * Images moved by whole pixels, with −1 (black) for what comes in from beyond the border. The caller disposes them.
 *
 * @param images `[batch, height, width, channels]` in [−1, 1]
 * @param right columns to the right, negative ones to the left
 * @param down rows downwards, negative ones upwards
 * @throws RangeError if one is no whole number, or nothing would be left
 */
export function shifted(images: tf.Tensor, right: number, down = 0): tf.Tensor4D {
  const [count, height, width, channels] = images.shape as [number, number, number, number];
  for (const [pixels, size] of [
    [right, width],
    [down, height],
  ] as const) {
    if (!Number.isInteger(pixels) || Math.abs(pixels) >= size)
      throw new RangeError(`shifted: whole pixels below ${size} are allowed, got ${pixels}`);
  }
  const around = (pixels: number): [number, number] => [Math.max(pixels, 0), Math.max(-pixels, 0)];
  return tf.tidy(() => {
    const padded = tf.pad(images as tf.Tensor4D, [[0, 0], around(down), around(right), [0, 0]], -1);
    return tf.slice(
      padded,
      [0, Math.max(-down, 0), Math.max(-right, 0), 0],
      [count, height, width, channels],
    );
  });
}

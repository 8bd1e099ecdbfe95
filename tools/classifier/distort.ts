/** What is done to images before a classifier sees them. All take and give `[n, 28, 28, 1]` in [−1, 1]. */

import * as tf from '@tensorflow/tfjs-node';
import type { random } from 'gan-lib';

const BLACK = -1;

/** The batch, moved as a whole by up to `most` pixels each way; what comes in from outside is black. */
export function shifted(images: tf.Tensor4D, most: number, source: random.RandomStream): tf.Tensor4D {
  const [down, right] = [source.integer(2 * most + 1), source.integer(2 * most + 1)];
  const margin: [number, number] = [most, most];
  const padded = tf.pad4d(images, [[0, 0], margin, margin, [0, 0]], BLACK);
  return tf.slice4d(padded, [0, down, right, 0], images.shape);
}

/**
 * Each image under a Gaussian blur of its own, black beyond the border: B X B for the matrix B of the blur along a row.
 *
 * @param deviations in pixels; below a tenth nothing changes
 */
export function blurred(images: tf.Tensor4D, deviations: ArrayLike<number>): tf.Tensor4D {
  const [count, size] = images.shape;
  const blurs = new Float32Array(count * size * size);
  for (let i = 0; i < count; i++) {
    const weights = bell(size, deviations[i]!);
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size; column++) {
        blurs[(i * size + row) * size + column] = weights[Math.abs(row - column)]!;
      }
    }
  }
  return tf.tidy(() => {
    const blur = tf.tensor3d(blurs, [count, size, size]);
    const ink = tf.reshape(tf.sub(images, BLACK), [count, size, size]);
    const spread = tf.matMul(tf.matMul(blur, ink), blur);
    return tf.reshape(tf.add(spread, BLACK), images.shape);
  });
}

/** Each image with Gaussian noise of its own deviation, clipped to [−1, 1]. */
export function noisy(
  images: tf.Tensor4D,
  deviations: ArrayLike<number>,
  source: random.RandomStream,
): tf.Tensor4D {
  const noise = source.fillNormal(new Float32Array(images.size));
  return tf.tidy(() => {
    const scale = tf.tensor4d(Array.from(deviations), [images.shape[0], 1, 1, 1]);
    const added = tf.mul(tf.tensor4d(noise, images.shape), scale);
    return tf.clipByValue(tf.add(images, added), -1, 1);
  });
}

/** Means of 2 × 2 pixels, scaled back up bilinearly: what 14 × 14 pixels hold. */
export function halved(images: tf.Tensor4D): tf.Tensor4D {
  const [, height, width] = images.shape;
  return tf.tidy(() =>
    tf.image.resizeBilinear(tf.avgPool(images, 2, 2, 'valid'), [height, width], false, true),
  );
}

/** Weights of a Gaussian at the distances 0, 1, … pixels; they sum to 1 over both sides. */
function bell(size: number, deviation: number): number[] {
  const heights = Array.from({ length: size }, (_, d) =>
    d === 0 ? 1 : Math.exp(-0.5 * (d / deviation) ** 2),
  );
  const total = heights.reduce((sum, height) => sum + 2 * height, -1);
  return heights.map((height) => height / total);
}

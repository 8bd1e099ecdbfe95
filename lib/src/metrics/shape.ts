import type * as tf from '@tensorflow/tfjs-core';
import { pixelsOf, toImages } from './images';
import { tidied } from './samples';

export interface SlantAndInk {
  /** By how many columns the strokes move to the right for each row upwards; 0 for upright ones. */
  readonly slant: number;
  /** Mean brightness, white being 1 and black 0. */
  readonly ink: number;
}

/**
 * Slant and ink of each image. The slant is the covariance of column and row of the inked pixels over the variance of
 * the row, with brightness as weight and rows counted upwards. Of a black image, or one with ink in a single row, it
 * says nothing.
 *
 * @param images `[n, height, width, 1]` in [−1, 1]
 * @throws RangeError if the shape is another or a number is not finite
 */
export function slantAndInk(images: tf.Tensor): SlantAndInk[] {
  return tidied(() => {
    const [, , width] = toImages(images, 'images').shape;
    return pixelsOf(images as tf.Tensor4D).map((pixels) => {
      const ink = pixels.map((value) => (value + 1) / 2 + 1e-6); // never nothing at all
      const { mass, columnRow, rowRow } = moments(ink, width);
      return { slant: columnRow / rowRow, ink: mass / pixels.length };
    });
  });
}

/** Pixels above this are the object, in [−1, 1]. */
const OBJECT = -0.8;

/**
 * The angle of the principal axis of the object in each image, in radians, counted counterclockwise from the
 * horizontal: ½ atan2(2 μ₁₁, μ₂₀ − μ₀₂) from the second moments of the pixels above −0.8. An axis has no direction, so
 * that angles are known up to π: of the possible ones it gives that within ±π/2 of `base`. NaN where no axis stands out,
 * as in an image without object.
 *
 * @param images `[n, height, width, 1]` in [−1, 1]
 * @param base the angle of an object that is not turned: π/2 for a trouser or a dress, 0 for a sneaker
 * @throws RangeError if the shape is another or a number is not finite
 */
export function principalAngle(images: tf.Tensor, base = 0): number[] {
  if (!Number.isFinite(base)) throw new RangeError(`base: a finite angle is allowed, got ${base}`);
  return tidied(() => {
    const [, , width] = toImages(images, 'images').shape;
    return pixelsOf(images as tf.Tensor4D).map((pixels) => {
      const object = pixels.map((value) => Number(value > OBJECT));
      const { columnRow, rowRow, columnColumn } = moments(object, width);
      const [sine, cosine] = [2 * columnRow, columnColumn - rowRow];
      if (!(Math.hypot(sine, cosine) > 1e-9)) return NaN; // more than rounding
      const angle = Math.atan2(sine, cosine) / 2;
      return angle - Math.PI * Math.round((angle - base) / Math.PI);
    });
  });
}

/** Sum of the weights of an image, and central second moments of where they lie, rows counted upwards. */
function moments(weights: Float32Array, width: number) {
  let [mass, x, y, xx, xy, yy] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < weights.length; i++) {
    const [weight, column, row] = [weights[i]!, i % width, -Math.floor(i / width)];
    mass += weight;
    x += weight * column;
    y += weight * row;
    xx += weight * column * column;
    xy += weight * column * row;
    yy += weight * row * row;
  }
  const central = (sum: number, a: number, b: number) => sum / mass - (a / mass) * (b / mass);
  return {
    mass,
    columnColumn: central(xx, x, x),
    columnRow: central(xy, x, y),
    rowRow: central(yy, y, y),
  };
}

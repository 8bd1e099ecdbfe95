import * as tf from '@tensorflow/tfjs-core';
import type { RandomStream } from '../random';
import { lineMask, type ImagePlace } from './line-mask';

/** Where a stroke's middle may be, as parts of width and height: where digits are. */
const [NEAR, FAR] = [0.3, 0.7];

/**
 * One straight stroke for each image, with a round brush, white where it goes over black on average, and black where over white: so
 * no image obeys its stroke already.
 *
 * @param images `[n, side, side, 1]` in [−1, 1]
 * @param options.length in pixels, drawn from this range
 * @param options.width of the brush, in pixels
 * @returns `mask`, 1 on the stroke and 0 elsewhere, and `wanted`, −1 or 1 all over: `[n, side, side, 1]`; the caller disposes them
 */
export function randomStrokes(
  images: tf.Tensor,
  random: RandomStream,
  { length = [8, 12], width = 2 }: { length?: readonly [number, number]; width?: number } = {},
): { mask: tf.Tensor4D; wanted: tf.Tensor4D } {
  const [n, side] = images.shape as [number, number];
  const values = images.dataSync();
  const [mask, wanted] = [new Float32Array(n * side * side), new Float32Array(n * side * side)];
  for (let image = 0; image < n; image++) {
    const from = image * side * side;
    const own = lineMask(...randomLine(random, length, side), width, side);
    const under = own.reduce((sum, covered, i) => sum + covered * values[from + i]!, 0);
    mask.set(own, from);
    wanted.fill(under > 0 ? -1 : 1, from, from + side * side);
  }
  const shape: [number, number, number, number] = [n, side, side, 1];
  return { mask: tf.tensor4d(mask, shape), wanted: tf.tensor4d(wanted, shape) };
}

function randomLine(
  random: RandomStream,
  [shortest, longest]: readonly [number, number],
  side: number,
): [ImagePlace, ImagePlace] {
  const between = (low: number, high: number): number => low + (high - low) * random.uniform();
  const [x, y] = [between(NEAR, FAR), between(NEAR, FAR)];
  const half = between(shortest, longest) / 2 / side;
  const angle = between(0, Math.PI);
  const [dx, dy] = [half * Math.cos(angle), half * Math.sin(angle)];
  return [
    [x - dx, y - dy],
    [x + dx, y + dy],
  ];
}

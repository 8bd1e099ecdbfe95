import type { RandomStream } from '../random';

/**
 * Which pixels of an image are known: `height × width` numbers, row by row, 1 known and 0 hidden.
 *
 * @param random what the random masks draw from
 */
export type Mask = (height: number, width: number, random: RandomStream) => Float32Array;

/** A mask of a rule that knows row and column. */
const where =
  (
    known: (row: number, column: number, height: number, width: number, random: RandomStream) => boolean,
  ): Mask =>
  (height, width, random) =>
    Float32Array.from({ length: height * width }, (_, i) =>
      known(Math.floor(i / width), i % width, height, width, random) ? 1 : 0,
    );

/** Whether a place is within the middle half of a side. */
const inside = (place: number, side: number): boolean => place >= side / 4 && place < (3 * side) / 4;

/**
 * The holes that image completion is tried on: five of the masks of B. Amos, "Image Completion with Deep Learning in
 * TensorFlow" (2016), and the top half.
 */
export const masks = {
  /** The middle half of each side is hidden: 14 × 14 of 28 × 28. */
  centre: where((row, column, height, width) => !(inside(row, height) && inside(column, width))),
  /** The left half is hidden. */
  left: where((_row, column, _height, width) => column >= width / 2),
  /** The upper half is hidden. */
  top: where((row, _column, height) => row >= height / 2),
  /** Each pixel is hidden with probability 0.2. */
  random20: where((_row, _column, _height, _width, random) => random.uniform() >= 0.2),
  /** Each pixel is hidden with probability 0.8. */
  random80: where((_row, _column, _height, _width, random) => random.uniform() >= 0.8),
  /** Every fourth pixel of every fourth row is known, the others are hidden. */
  grid: where((row, column) => row % 4 === 0 && column % 4 === 0),
} as const satisfies Record<string, Mask>;

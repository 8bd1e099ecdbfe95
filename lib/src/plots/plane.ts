/** Points of the plane, and functions over it. */
import { extent } from './series';
import type { TensorLike } from './images';

/** Points `[count, 2]`: a tensor, or x and y of each in turn. */
export type Points = TensorLike | ArrayLike<number>;

/** A function over a square of the plane, at the points of a regular lattice. */
export interface Surface {
  /** From the lowest. */
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** y.length × x.length values, row by row. */
  readonly values: ArrayLike<number>;
}

/** A lattice of points, at which to evaluate a function that is to be drawn. */
export interface Plane {
  /** Number of points. */
  readonly count: number;
  /** `[count, 2]`: x and y of each point in turn. */
  readonly points: Float32Array;
  /**
   * The function that has these values at `points`.
   *
   * @throws RangeError unless there is one value for each point.
   */
  surface(values: ArrayLike<number> | TensorLike): Surface;
}

/**
 * A square lattice over the plane.
 *
 * @param from lowest x and y.
 * @param to highest x and y.
 * @param side points in a row.
 *
 * @example
 * const square = plane(-3, 3);
 * const scores = tf.tidy(() => tf.sigmoid(discriminator.apply(tf.tensor2d(square.points, [square.count, 2]))));
 * show(toyWorld({ surface: square.surface(scores), real, generated }));
 */
export function plane(from: number, to: number, side = 40): Plane {
  if (!(from < to)) throw new RangeError(`plane: it must go from low to high, not from ${from} to ${to}`);
  if (!Number.isInteger(side) || side < 2)
    throw new RangeError(`plane: side must be at least 2 points, not ${side}`);
  const axis = Array.from({ length: side }, (_, i) => from + ((to - from) * i) / (side - 1));
  const count = side * side;
  const points = new Float32Array(count * 2);
  for (let i = 0; i < count; i++) {
    points[2 * i] = axis[i % side]!;
    points[2 * i + 1] = axis[Math.floor(i / side)]!;
  }
  return {
    count,
    points,
    surface(given) {
      const values = 'dataSync' in given ? given.dataSync() : given;
      if (values.length !== count) {
        throw new RangeError(
          `plane: a surface has one value for each of ${count} points, not ${values.length}`,
        );
      }
      return { x: axis, y: axis, values };
    },
  };
}

/** A pair of coordinates. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * The points one by one; those that are not finite are left out.
 *
 * @throws RangeError if they are not pairs.
 */
export function readPoints(points: Points, what: string, where: string): readonly Point[] {
  return readPairs(points, what, where).filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
}

/** The pairs one by one, as they are. */
export function readPairs(points: Points, what: string, where: string): readonly Point[] {
  const tensor = 'dataSync' in points;
  const values = tensor ? points.dataSync() : points;
  if ((tensor && points.shape.at(-1) !== 2) || values.length % 2 !== 0) {
    const shape = tensor ? `the shape [${points.shape.join(', ')}]` : `${values.length} values`;
    throw new RangeError(`${where}: ${what} must be points [count, 2], not ${shape}`);
  }
  return Array.from({ length: values.length / 2 }, (_, i) => ({ x: values[2 * i]!, y: values[2 * i + 1]! }));
}

/** How many of the points lie outside the square that the surface covers. */
export function outside({ x, y }: Surface, points: readonly Point[]): number {
  const within = (axis: readonly number[], value: number) => value >= axis[0]! && value <= axis.at(-1)!;
  return points.filter((point) => !within(x, point.x) || !within(y, point.y)).length;
}

/** The value at the lattice point nearest to (x, y). */
export function nearest({ x: xs, y: ys, values }: Surface, { x, y }: Point): number {
  const index = (axis: readonly number[], value: number): number => {
    const step = (axis.at(-1)! - axis[0]!) / (axis.length - 1);
    return Math.max(0, Math.min(axis.length - 1, Math.round((value - axis[0]!) / step)));
  };
  return values[index(ys, y) * xs.length + index(xs, x)]!;
}

/** What the values of a surface are: a discriminator's probabilities or their logits, or a critic's scores. */
export type SurfaceValue = 'probability' | 'logit' | 'score';

/**
 * Lowest, middle and highest value on the colour scale: 0, ½, 1 for probabilities; as found for a critic's scores; as
 * found for logits, with 0 in the middle.
 */
export function colourDomain(value: SurfaceValue, values: ArrayLike<number>): [number, number, number] {
  if (value === 'probability') return [0, 0.5, 1];
  const [low, high] = extent(values);
  if (value === 'logit') {
    const furthest = Math.max(-low, high) || 1;
    return [-furthest, 0, furthest];
  }
  return low < high ? [low, (low + high) / 2, high] : [low - 1, low, low + 1];
}

/** Title of the value, with what it runs between. */
export const valueTitle: Readonly<Record<SurfaceValue, string>> = {
  probability: 'D(x), probability of real',
  logit: 'logit of D(x)',
  score: 'critic’s score',
};

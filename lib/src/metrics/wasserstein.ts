import { mean } from 'd3-array';
import { assign } from './assignment';
import { euclidean } from './distances';
import { checkNumbers, toRows, type Samples } from './samples';

/** The assignment is cubic in the number of samples: these many take seconds. */
const MOST_SAMPLES = 2000;

/**
 * Wasserstein-1 distance (earth mover's distance, Arjovsky et al. 2017, arXiv 1701.07875, section 2) between two sets
 * of equally many samples: the least mean Euclidean distance over all ways to pair them, found exactly. In the unit of
 * the samples; 0 for the same set in any order. For two sets of one distribution it is above 0 and falls with n: in
 * many dimensions slowly, so say n beside it.
 *
 * @param a `[n, d]`
 * @param b `[n, d]`, n ≤ 2,000 (a larger set: take n of it at random)
 */
export function wasserstein1(a: Samples, b: Samples): number {
  const [from, to] = [toRows(a, 'samples'), toRows(b, 'samples')];
  if (from.length !== to.length || from[0]!.length !== to[0]!.length) {
    const shapes = [from, to].map((rows) => `[${rows.length}, ${rows[0]!.length}]`);
    throw new RangeError(`samples: equal shapes are needed, got ${shapes.join(' and ')}`);
  }
  if (from.length > MOST_SAMPLES) {
    throw new RangeError(`samples: at most ${MOST_SAMPLES} are allowed, got ${from.length}`);
  }
  const cost = from.map((x) => Float64Array.from(to, (y) => euclidean(x, y)));
  return mean(assign(cost), (column, row) => cost[row]![column])!;
}

/**
 * Wasserstein-1 distance between two sets of numbers, exactly and for any sizes: on a line the best transport keeps
 * the order, and the distance is the area between the two distribution functions, ∫ |F_a − F_b|.
 */
export function wasserstein1d(a: ArrayLike<number>, b: ArrayLike<number>): number {
  checkNumbers(a, 'samples');
  checkNumbers(b, 'samples');
  const [x, y] = [Float64Array.from(a).sort(), Float64Array.from(b).sort()];
  const breaks = Float64Array.from([...x, ...y]).sort();
  let [i, j, area] = [0, 0, 0];
  for (let k = 0; k + 1 < breaks.length; k++) {
    while (i < x.length && x[i]! <= breaks[k]!) i++;
    while (j < y.length && y[j]! <= breaks[k]!) j++;
    area += Math.abs(i / x.length - j / y.length) * (breaks[k + 1]! - breaks[k]!);
  }
  return area;
}

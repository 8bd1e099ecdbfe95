import { quantileSorted } from 'd3-array';
import type { RandomStream } from '../random';
import { checkSeries, correlationOf } from './pearson';

/**
 * Spearman's rank correlation: Pearson's correlation of the ranks, equal values sharing the average of theirs. 1 if
 * one series always rises with the other, −1 if it always falls, near 0 if neither.
 *
 * @throws RangeError if lengths differ, there are fewer than 3 pairs, a number is not finite, or a series is constant
 */
export function spearman(x: ArrayLike<number>, y: ArrayLike<number>): number {
  checkSeries(x, y);
  const correlation = rankCorrelation(x, y);
  if (Number.isNaN(correlation)) throw new RangeError('series: a constant one has no rank correlation');
  return correlation;
}

export interface CorrelationInterval {
  readonly correlation: number;
  /** Ends of the interval. */
  readonly low: number;
  readonly high: number;
}

/**
 * Spearman's rank correlation with a percentile interval by the moving-block bootstrap (Künsch 1989).
 *
 * Neighbouring steps of one training run resemble each other: n logged steps tell far less than n independent pairs,
 * and resampling single pairs (blockLength 1) would give an interval that is too narrow. Resampling runs of
 * `blockLength` neighbours keeps what they share; the default ⌈n^⅓⌉ grows with n as the usual rule. A trend over the
 * whole run outlasts every block, so that the interval still speaks of this one run only: whether a claim holds is
 * asked of several seeds.
 *
 * @param random where the resamples come from: the same stream gives the same interval
 * @throws RangeError as `spearman`; also if an option is out of range
 */
export function spearmanInterval(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  random: RandomStream,
  { level = 0.95, resamples = 2000, blockLength = Math.ceil(Math.cbrt(x.length)) } = {},
): CorrelationInterval {
  const correlation = spearman(x, y);
  if (!(level > 0 && level < 1))
    throw new RangeError(`level: a number between 0 and 1 is allowed, got ${level}`);
  if (!Number.isInteger(resamples) || resamples < 100) {
    throw new RangeError(`resamples: a whole number ≥ 100 is allowed, got ${resamples}`);
  }
  if (!Number.isInteger(blockLength) || blockLength < 1 || blockLength >= x.length) {
    throw new RangeError(
      `blockLength: a whole number from 1 to ${x.length - 1} is allowed, got ${blockLength}`,
    );
  }
  const correlations = Array.from({ length: resamples }, () => {
    const places = movingBlocks(x.length, blockLength, random);
    return rankCorrelation(
      places.map((place) => x[place]!),
      places.map((place) => y[place]!),
    );
  });
  // A resample of equal values only has no correlation.
  const sorted = correlations.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const tail = (1 - level) / 2;
  return { correlation, low: quantileSorted(sorted, tail)!, high: quantileSorted(sorted, 1 - tail)! };
}

/** Ranks from 1, equal values sharing the average of theirs: 3, 1, 3 has ranks 2.5, 1, 2.5. */
export function ranks(values: ArrayLike<number>): number[] {
  const order = Array.from(values, (_, i) => i).sort((i, j) => values[i]! - values[j]!);
  const result = new Array<number>(values.length);
  for (let start = 0, end = 0; start < order.length; start = end) {
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (let i = start; i < end; i++) result[order[i]!] = (start + 1 + end) / 2;
  }
  return result;
}

const rankCorrelation = (x: ArrayLike<number>, y: ArrayLike<number>): number =>
  correlationOf(ranks(x), ranks(y));

/** `length` places of a series, taken as runs of neighbours that begin anywhere. */
function movingBlocks(length: number, blockLength: number, random: RandomStream): number[] {
  const starts = Array.from({ length: Math.ceil(length / blockLength) }, () =>
    random.integer(length - blockLength + 1),
  );
  return starts.flatMap((start) => Array.from({ length: blockLength }, (_, i) => start + i)).slice(0, length);
}

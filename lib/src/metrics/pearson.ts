import { mean } from 'd3-array';
import { checkNumbers, checkPaired } from './samples';

/**
 * Pearson's correlation: 1 if one series is the other times a positive number plus a constant, −1 for a negative one,
 * near 0 without linear relation.
 *
 * @throws RangeError if lengths differ, there are fewer than 3 pairs, a number is not finite, or a series is constant
 */
export function pearson(x: ArrayLike<number>, y: ArrayLike<number>): number {
  checkSeries(x, y);
  const correlation = correlationOf(x, y);
  if (Number.isNaN(correlation)) throw new RangeError('series: a constant one has no correlation');
  return correlation;
}

/**
 * The mean of Pearson's correlation over all pairs of series: how much of what one says the others say too.
 *
 * @param series at least 2, all of the same length
 * @throws RangeError if there are fewer, or two of them have no correlation
 */
export function meanCorrelation(series: readonly ArrayLike<number>[]): number {
  if (series.length < 2) throw new RangeError(`series: at least 2 are needed, got ${series.length}`);
  const pairs = series.flatMap((one, i) => series.slice(i + 1).map((other) => pearson(one, other)));
  return mean(pairs)!;
}

/** Pearson's correlation, unchecked: NaN if a series is constant. */
export function correlationOf(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const [meanX, meanY] = [mean(Array.from(x))!, mean(Array.from(y))!];
  let [products, squaresX, squaresY] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    products += (x[i]! - meanX) * (y[i]! - meanY);
    squaresX += (x[i]! - meanX) ** 2;
    squaresY += (y[i]! - meanY) ** 2;
  }
  return products / Math.sqrt(squaresX * squaresY);
}

/** @throws RangeError if two series are not equally long, at least 3 and finite */
export function checkSeries(x: ArrayLike<number>, y: ArrayLike<number>): void {
  checkPaired(x, y, 'series');
  checkNumbers(x, 'first series', 3);
  checkNumbers(y, 'second series', 3);
}

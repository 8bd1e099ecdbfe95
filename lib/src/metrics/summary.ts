import { mean as meanOf, median as medianOf, quantile as quantileOf } from 'd3-array';
import { checkNumbers } from './samples';

/**
 * Arithmetic mean.
 *
 * @throws RangeError if there are no values, or one is not finite
 */
export const mean = (values: ArrayLike<number>): number => meanOf(checked(values))!;

/**
 * The middle value; of evenly many the mean of the two in the middle.
 *
 * @throws RangeError if there are no values, or one is not finite
 */
export const median = (values: ArrayLike<number>): number => medianOf(checked(values))!;

/**
 * The value that a share of all lies below, linear between neighbours (method 7 of Hyndman and Fan 1996, the default of
 * R and NumPy): 0 gives the least value, 0.5 the median, 1 the greatest.
 *
 * @param share 0 to 1
 * @throws RangeError if there are no values, one is not finite, or the share is out of range
 */
export function quantile(values: ArrayLike<number>, share: number): number {
  if (!(share >= 0 && share <= 1))
    throw new RangeError(`share: a number from 0 to 1 is allowed, got ${share}`);
  return quantileOf(checked(values), share)!;
}

function checked(values: ArrayLike<number>): number[] {
  checkNumbers(values, 'values');
  return Array.from(values);
}

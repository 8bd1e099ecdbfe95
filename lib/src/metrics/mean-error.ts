import { deviation, mean } from 'd3-array';
import { checkNumbers } from './samples';

export interface MeanError {
  readonly mean: number;
  /** Standard error of the mean: standard deviation (n − 1) over √n. */
  readonly error: number;
  readonly count: number;
}

/**
 * Mean ± standard error: how results over several seeds are given.
 *
 * @param values one result a seed, at least 2
 * @throws RangeError if there are fewer, or one is not finite
 */
export function meanError(values: ArrayLike<number>): MeanError {
  checkNumbers(values, 'values', 2);
  const [all, count] = [Array.from(values), values.length];
  return { mean: mean(all)!, error: deviation(all)! / Math.sqrt(count), count };
}

/** Mean ± standard error as text: `7.40 ± 0.60`. */
export function plusMinus(values: ArrayLike<number>, digits = 2): string {
  const { mean, error } = meanError(values);
  return `${mean.toFixed(digits)} ± ${error.toFixed(digits)}`;
}

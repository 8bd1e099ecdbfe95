import { mean, variance } from 'd3-array';
import { meanError } from './mean-error';
import { checkNumbers, checkPaired } from './samples';
import { spearman } from './spearman';
import { studentPValue } from './student';

export interface WelchTest {
  /** Mean of `a` minus mean of `b`. */
  readonly difference: number;
  /** The difference over its standard error. */
  readonly t: number;
  /** Degrees of freedom (Welch–Satterthwaite). */
  readonly dof: number;
  /** How often |t| would be as large if the means were equal: two-sided, 0 to 1. */
  readonly p: number;
}

/**
 * Welch's t-test of two independent groups whose variances may differ (Welch 1947, "The generalization of Student's
 * problem when several different population variances are involved"): t = (ā − b̄) / √(s_a²/n_a + s_b²/n_b). For
 * arms that share seeds, `pairedDifference` sees more.
 *
 * @param a one result a seed, at least 2
 * @param b the same of the other group, of any size
 * @throws RangeError if there are fewer, one is not finite, or neither group varies
 */
export function welch(a: ArrayLike<number>, b: ArrayLike<number>): WelchTest {
  checkNumbers(a, 'first group', 2);
  checkNumbers(b, 'second group', 2);
  const groups = [a, b].map((values) => Array.from(values));
  const [first, second] = groups.map((values) => variance(values)! / values.length) as [number, number];
  if (first + second === 0) throw new RangeError('groups: values that differ within a group are needed');
  const difference = mean(groups[0]!)! - mean(groups[1]!)!;
  const t = difference / Math.sqrt(first + second);
  const dof = (first + second) ** 2 / (first ** 2 / (a.length - 1) + second ** 2 / (b.length - 1));
  return { difference, t, dof, p: studentPValue(t, dof) };
}

export interface PairedDifference {
  /** Mean of a − b. */
  readonly mean: number;
  /** Its standard error. */
  readonly error: number;
  readonly count: number;
  /** How many differences have the sign of the mean. */
  readonly sameSign: number;
  /**
   * Whether the difference counts as found: all differences have one sign and the mean exceeds two standard errors. If
   * there were none, n signs would agree by chance with probability 2^(1−n): 1/16 with five seeds, 1/32 for a sign that
   * was predicted.
   */
  readonly holds: boolean;
}

/**
 * The difference of two arms that were run with the same seeds, pair by pair: what the seed does to both falls out.
 *
 * @param a one result a seed, at least 2
 * @param b the results of the other arm, in the order of the same seeds
 * @throws RangeError if lengths differ, there are fewer pairs, or a number is not finite
 */
export function pairedDifference(a: ArrayLike<number>, b: ArrayLike<number>): PairedDifference {
  checkPaired(a, b, 'arms');
  checkNumbers(a, 'first arm', 2);
  checkNumbers(b, 'second arm', 2);
  const differences = Array.from(a, (value, i) => value - b[i]!);
  const { mean, error, count } = meanError(differences);
  const sameSign = differences.filter((each) => each !== 0 && Math.sign(each) === Math.sign(mean)).length;
  return { mean, error, count, sameSign, holds: sameSign === count && Math.abs(mean) > 2 * error };
}

/**
 * Whether a ranking outlives its seeds: Spearman's correlation of the means over the first seeds with the means over the
 * others. Near 1 if both halves rank alike, near 0 if the seeds made the ranking.
 *
 * @param results `results[method][seed]`, at least 3 methods
 * @param first how many seeds the first half has; by default half of them, rounded up
 * @throws RangeError if a half is empty, methods have other numbers of seeds, or as `spearman`
 */
export function splitHalf(
  results: readonly ArrayLike<number>[],
  first = Math.ceil((results[0]?.length ?? 0) / 2),
): number {
  const seeds = results[0]?.length ?? 0;
  for (const [i, row] of results.entries()) {
    if (row.length !== seeds)
      throw new RangeError(`method ${i}: ${seeds} seeds as of method 0 are needed, got ${row.length}`);
    checkNumbers(row, `method ${i}`, 2);
  }
  if (!Number.isInteger(first) || first < 1 || first >= seeds)
    throw new RangeError(`first: a whole number from 1 to ${seeds - 1} is allowed, got ${first}`);
  const means = (from: number, to: number) => results.map((row) => mean(Array.from(row).slice(from, to))!);
  return spearman(means(0, first), means(first, seeds));
}

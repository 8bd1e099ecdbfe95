import { sum } from 'd3-array';
import { assign } from './assignment';
import { checkPaired } from './samples';

/** How often each code came with each digit: `table[code][digit]`, counts. */
export type ConfusionTable = readonly (readonly number[])[];

export interface CodeMatching {
  /** The digit that each code is taken for. */
  readonly digits: readonly number[];
  /** Share of the samples whose code is taken for another digit than theirs. 0 to 1. */
  readonly error: number;
}

/**
 * Counts how often each code comes with each digit.
 *
 * @param codes code of each sample, 0 to `size.codes` − 1: the category drawn, or the one that Q finds
 * @param digits true digit of each sample, 0 to `size.digits` − 1
 * @throws RangeError if lengths differ, there are no samples, or a code or digit is out of range
 */
export function confusionTable(
  codes: ArrayLike<number>,
  digits: ArrayLike<number>,
  size = { codes: 10, digits: 10 },
): ConfusionTable {
  checkPaired(codes, digits, 'codes and digits');
  if (codes.length === 0) throw new RangeError('codes: at least 1 is needed, got 0');
  const table = Array.from({ length: size.codes }, () => new Array<number>(size.digits).fill(0));
  for (let i = 0; i < codes.length; i++) {
    const count = table[codes[i]!]?.[digits[i]!];
    if (count === undefined) {
      throw new RangeError(
        `sample ${i}: codes 0 to ${size.codes - 1} and digits 0 to ${size.digits - 1} are allowed, got ${codes[i]} and ${digits[i]}`,
      );
    }
    table[codes[i]!]![digits[i]!] = count + 1;
  }
  return table;
}

/**
 * The error of the code as a classifier after the best one-to-one matching of codes to digits (Chen et al. 2016, arXiv
 * 1606.03657, section 7.2: 5 % on MNIST). With no more codes than digits every code stands for a digit of its own: two
 * codes that share a digit, which leaves another digit without, count as errors. This is the strict measure.
 *
 * @throws RangeError if there are more codes than digits: use `majorityMatching`
 */
export function oneToOneMatching(table: ConfusionTable): CodeMatching {
  if (table.length > table[0]!.length) {
    throw new RangeError(
      `table: no more codes than digits are allowed, got ${table.length} and ${table[0]!.length}`,
    );
  }
  return matching(table, assign(table.map((counts) => counts.map((count) => -count))));
}

/**
 * The error if every code is taken for its most frequent digit, whether or not other codes are taken for it too:
 * never above that of `oneToOneMatching`, and with one code a sample it would be 0, so say how many codes there are.
 */
export function majorityMatching(table: ConfusionTable): CodeMatching {
  return matching(
    table,
    table.map((counts) => counts.indexOf(Math.max(...counts))),
  );
}

/** The strictest matching that there is: one to one, or by majority if there are more codes than digits. */
export const strictMatching = (table: ConfusionTable): CodeMatching =>
  table.length <= table[0]!.length ? oneToOneMatching(table) : majorityMatching(table);

function matching(table: ConfusionTable, digits: readonly number[]): CodeMatching {
  const right = sum(digits, (digit, code) => table[code]![digit]);
  return { digits, error: 1 - right / sum(table.flat()) };
}

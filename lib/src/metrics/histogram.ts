import { toRows, type Samples } from './samples';

/** `bins` intervals of equal width from `low` to `high` along one axis. */
export interface Axis {
  readonly low: number;
  readonly high: number;
  readonly bins: number;
}

/**
 * Counts of samples on a grid, row-major over the axes: what the divergences compare when only samples are known. The
 * outermost intervals are open, so that every sample is counted: those beyond the grid count at its edge.
 *
 * @param samples `[n, d]`
 * @param axes one a coordinate
 * @throws RangeError if an axis is empty or their number is not d
 */
export function histogram(samples: Samples, axes: readonly Axis[]): Float64Array {
  const rows = toRows(samples, 'samples');
  if (rows[0]!.length !== axes.length) {
    throw new RangeError(
      `axes: one a coordinate is needed, got ${axes.length} for ${rows[0]!.length} coordinates`,
    );
  }
  for (const { low, high, bins } of axes) {
    if (!(low < high) || !Number.isInteger(bins) || bins < 1) {
      throw new RangeError(`axis: low < high and whole bins ≥ 1 are allowed, got ${low}, ${high}, ${bins}`);
    }
  }
  const counts = new Float64Array(axes.reduce((product, { bins }) => product * bins, 1));
  for (const row of rows) {
    counts[axes.reduce((cell, axis, k) => cell * axis.bins + binOf(row[k]!, axis), 0)]! += 1;
  }
  return counts;
}

/** The interval of the axis that a value counts in. */
export function binOf(value: number, { low, high, bins }: Axis): number {
  return Math.min(bins - 1, Math.max(0, Math.floor(((value - low) / (high - low)) * bins)));
}

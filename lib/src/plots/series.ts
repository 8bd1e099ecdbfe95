/** Arithmetic on series of numbers, for drawing them. */
import { extent as extentOf, median } from 'd3-array';

/**
 * Median of the up to `window` values around each of `at`, without those that are not finite; NaN where none is.
 */
export function runningMedian(values: ArrayLike<number>, window: number, at: readonly number[]): number[] {
  const reach = Math.floor(window / 2);
  return at.map((centre) => {
    const near: number[] = [];
    for (let i = Math.max(0, centre - reach); i <= Math.min(values.length - 1, centre + reach); i++) {
      if (Number.isFinite(values[i])) near.push(values[i]!);
    }
    return median(near) ?? NaN;
  });
}

/** At most `limit` indices from 0 to `length` − 1, evenly spaced, the last one among them. */
export function evenlySpaced(length: number, limit: number): number[] {
  const count = Math.min(length, limit);
  return Array.from({ length: count }, (_, i) =>
    count === 1 ? length - 1 : Math.round((i * (length - 1)) / (count - 1)),
  );
}

/**
 * Indices that draw the same line as all of them: the lowest and the highest value of each of `limit` stretches.
 * Values that are not finite are left out.
 */
export function decimate(values: ArrayLike<number>, limit: number): number[] {
  const stretch = Math.max(1, Math.ceil(values.length / limit));
  const indices: number[] = [];
  for (let start = 0; start < values.length; start += stretch) {
    let lowest = -1;
    let highest = -1;
    for (let i = start; i < Math.min(start + stretch, values.length); i++) {
      if (!Number.isFinite(values[i])) continue;
      if (lowest < 0 || values[i]! < values[lowest]!) lowest = i;
      if (highest < 0 || values[i]! > values[highest]!) highest = i;
    }
    if (lowest < 0) continue;
    indices.push(Math.min(lowest, highest));
    if (lowest !== highest) indices.push(Math.max(lowest, highest));
  }
  return indices;
}

/** Lowest and highest of the finite values; NaN of none. */
export function extent(values: ArrayLike<number>): [low: number, high: number] {
  const [low = NaN, high = NaN] = extentOf(Array.from(values).filter(Number.isFinite));
  return [low, high];
}

/** To five significant digits: as much as a drawing shows. */
export function round5(value: number): number {
  return Number(value.toPrecision(5));
}

/** A number in a sentence. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return 'not a number';
  return (Number.isInteger(value) ? value : Number(value.toPrecision(3))).toLocaleString('en-GB');
}

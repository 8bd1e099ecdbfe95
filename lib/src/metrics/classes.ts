import { agreement } from './agreement';
import { checkPaired, toRows, type Samples } from './samples';

/**
 * The most probable class of each sample.
 *
 * @param probabilities `[n, classes]`; logits give the same
 */
export function mostProbable(probabilities: Samples): number[] {
  return toRows(probabilities, 'probabilities').map((row) => row.indexOf(Math.max(...row)));
}

/** Share of the samples whose most probable class is their label. 0 to 1. */
export function accuracy(probabilities: Samples, labels: ArrayLike<number>): number {
  const guesses = mostProbable(probabilities);
  checkPaired(guesses, labels, 'probabilities and labels');
  return agreement(guesses, labels);
}

/**
 * Of the samples, the share that are taken for another class than their label, and with certainty: mistakes about what something
 * is, where a blurred sample leaves a classifier in doubt.
 *
 * @param probabilities `[n, classes]`
 * @param sure from which probability of that class on; 0.9 by default
 */
export function confidentErrors(probabilities: Samples, labels: ArrayLike<number>, sure = 0.9): number {
  const rows = toRows(probabilities, 'probabilities');
  checkPaired(rows, labels, 'probabilities and labels');
  const wrong = rows.filter((row, i) => row.some((value, k) => value >= sure && k !== labels[i]));
  return wrong.length / rows.length;
}

/**
 * Share of the samples in each of the classes 0 to `size` − 1: numbers that sum to 1.
 *
 * @param classes class of each sample, as `mostProbable` gives it
 * @throws RangeError if there are no samples, or a class is out of range
 */
export function classHistogram(classes: ArrayLike<number>, size = 10): number[] {
  if (classes.length === 0) throw new RangeError('classes: at least 1 sample is needed, got 0');
  const counts = new Array<number>(size).fill(0);
  for (let i = 0; i < classes.length; i++) {
    const count = counts[classes[i]!];
    if (count === undefined)
      throw new RangeError(`sample ${i}: classes 0 to ${size - 1} are allowed, got ${classes[i]}`);
    counts[classes[i]!] = count + 1;
  }
  return counts.map((count) => count / classes.length);
}

/** The updates between which a step size falls: it is whole up to the first, and at its floor from the second on. */
export type LinearDecay = readonly [from: number, to: number];

/** What is left of a step size in the end: so little that it hardly moves anything, but training on is not in vain. */
const FLOOR = 0.02;

/**
 * The step size at each update, counted from 1.
 * @throws RangeError if the updates are no range
 */
export function stepSize(learningRate: number, decay?: LinearDecay): (step: number) => number {
  if (!decay) return () => learningRate;
  const [from, to] = decay;
  if (!(from >= 0 && to > from)) {
    throw new RangeError(`linearDecay: [from, to] with 0 ≤ from < to is allowed, got [${from}, ${to}]`);
  }
  return (step) => learningRate * Math.min(1, Math.max(FLOOR, (to - step) / (to - from)));
}

import { sum } from 'd3-array';
import { checkNumbers, checkPaired } from './samples';

/** Weights of a discrete distribution: probabilities, counts or densities on a grid, ≥ 0; they are scaled to sum 1. */
export type Distribution = ArrayLike<number>;

/**
 * Kullback–Leibler divergence KL(p ‖ q) = Σ p log(p / q), in nats: 0 for p = q, ∞ where p has weight and q none.
 *
 * @throws RangeError if lengths differ, a weight is negative or not finite, or all are 0
 */
export function klDivergence(p: Distribution, q: Distribution): number {
  const [first, second] = normalisedPair(p, q);
  return Math.max(
    0,
    sum(first, (pk, k) => (pk === 0 ? 0 : pk * Math.log(pk / second[k]!))),
  );
}

/**
 * KL(p ‖ uniform) = log n − H(p), in nats: 0 if all classes are equally frequent, log n if there is only one.
 */
export function klFromUniform(p: Distribution): number {
  return klDivergence(p, new Array<number>(p.length).fill(1));
}

/**
 * Jensen–Shannon divergence ½ KL(p ‖ m) + ½ KL(q ‖ m), m = ½ (p + q), in nats: 0 for p = q, log 2 (its maximum) if
 * no place has weight in both. Goodfellow et al. 2014 (arXiv 1406.2661, theorem 1): what the minimax GAN minimises.
 */
export function jensenShannon(p: Distribution, q: Distribution): number {
  const [first, second] = normalisedPair(p, q);
  const middle = first.map((pk, k) => (pk + second[k]!) / 2);
  return (klDivergence(first, middle) + klDivergence(second, middle)) / 2;
}

/** Total variation distance ½ Σ |p − q|: 0 for p = q, 1 if no place has weight in both. */
export function totalVariation(p: Distribution, q: Distribution): number {
  const [first, second] = normalisedPair(p, q);
  return sum(first, (pk, k) => Math.abs(pk - second[k]!)) / 2;
}

function normalisedPair(p: Distribution, q: Distribution): [number[], number[]] {
  checkPaired(p, q, 'distributions');
  return [normalised(p), normalised(q)];
}

function normalised(weights: Distribution): number[] {
  checkNumbers(weights, 'distribution');
  const values = Array.from(weights);
  const total = sum(values);
  const negative = values.find((weight) => weight < 0);
  if (negative !== undefined) throw new RangeError(`distribution: weights ≥ 0 are allowed, got ${negative}`);
  if (total === 0) throw new RangeError('distribution: a weight > 0 is needed, got only 0');
  return values.map((weight) => weight / total);
}

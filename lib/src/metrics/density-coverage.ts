import { mean } from 'd3-array';
import { countContaining, isCovered, type KnnManifold } from './knn-manifold';
import type { Samples } from './samples';

export interface DensityCoverage {
  /** How many real balls contain a generated sample, on average, in units of k: 1 is expected for equal distributions,
   * 0 far from the real samples, more than 1 where generated samples crowd into the densest regions. */
  readonly density: number;
  /** Share of the real balls that contain a generated sample. 0 to 1. */
  readonly coverage: number;
}

/**
 * Density and coverage (Naeem et al. 2020, arXiv 2002.09797, section 3; k = 5 there). Only real samples have balls,
 * so that one odd generated sample with a huge ball cannot pass for variety, as it can in `precisionRecall`.
 *
 * @param real manifold of the real samples
 * @param generated `[n, d]`
 * @throws RangeError if the samples are in another space than the real ones
 */
export function densityCoverage(real: KnnManifold, generated: Samples): DensityCoverage {
  return {
    density: mean(countContaining(real, generated))! / real.k,
    coverage: mean(isCovered(real, generated))!,
  };
}

/**
 * The coverage to expect when n generated samples come from the same distribution as N real ones (Naeem et al. 2020,
 * section 3): 1 − (N − 1) ⋯ (N − k) / ((n + N − 1) ⋯ (n + N − k)). With n = N it is near 1 − 2^−k.
 */
export function expectedCoverage(real: number, generated: number, k: number): number {
  let uncovered = 1;
  for (let i = 1; i <= k; i++) uncovered *= (real - i) / (generated + real - i);
  return 1 - uncovered;
}

import * as tf from '@tensorflow/tfjs-core';
import { mean } from 'd3-array';
import { countContaining, knnManifold, type KnnManifold } from './knn-manifold';
import { tidied, type Samples } from './samples';

export interface PrecisionRecall {
  /** Share of the generated samples that lie in the real manifold: quality. 0 to 1. */
  readonly precision: number;
  /** Share of the real samples that lie in the generated manifold: variety. 0 to 1. */
  readonly recall: number;
}

/**
 * Improved precision and recall (Kynkäänniemi et al. 2019, arXiv 1904.06991, section 3; k = 3 there). A sample lies
 * in a manifold if one of its balls contains it. Both are 1 for identical sets.
 *
 * @param real manifold of the real samples
 * @param generated `[n, d]`, n > k
 * @throws RangeError if the samples are too few or in another space than the real ones
 */
export function precisionRecall(real: KnnManifold, generated: Samples): PrecisionRecall {
  return tidied(() => ({
    precision: shareContained(real, generated),
    recall: shareContained(
      knnManifold(generated, real.k),
      tf.tensor2d(real.centres, [real.count, real.size]),
    ),
  }));
}

const shareContained = (manifold: KnnManifold, samples: Samples): number =>
  mean(countContaining(manifold, samples), (balls) => Number(balls > 0))!;

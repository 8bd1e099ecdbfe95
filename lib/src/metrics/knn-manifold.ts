import * as tf from '@tensorflow/tfjs-core';
import { inBlocks, squaredDistances } from './distances';
import { tidied, toMatrix, type Samples } from './samples';

/**
 * The manifold of a set of samples, estimated by its k nearest neighbours (Kynkäänniemi et al. 2019, arXiv 1904.06991,
 * section 3; Naeem et al. 2020, arXiv 2002.09797): a ball around every sample that reaches to its k-th neighbour.
 */
export interface KnnManifold {
  /** How many neighbours a ball reaches to. */
  readonly k: number;
  /** How many samples, and so balls. */
  readonly count: number;
  /** Coordinates of a sample. */
  readonly size: number;
  /** `count × size` numbers. */
  readonly centres: Float32Array;
  /** Squared radius of each sample's ball. */
  readonly squaredRadii: Float32Array;
}

/**
 * The manifold of a set of samples, computed once for a set that is compared with many others.
 *
 * @param samples `[n, d]`, n > k
 * @throws RangeError if k or the samples are not as said
 */
export function knnManifold(samples: Samples, k: number): KnnManifold {
  if (!Number.isInteger(k) || k < 1) throw new RangeError(`k: a whole number ≥ 1 is allowed, got ${k}`);
  return tidied(() => {
    const centres = toMatrix(samples, 'samples', k + 1);
    // The nearest of all is the sample itself, so that the k-th neighbour comes at place k + 1.
    const squaredRadii = inBlocks(centres, (block) => {
      const nearest = tf.topk(tf.neg(squaredDistances(block, centres)), k + 1).values;
      return tf.neg(tf.min(nearest, 1));
    });
    return {
      k,
      count: centres.shape[0],
      size: centres.shape[1],
      centres: centres.dataSync<'float32'>().slice(),
      squaredRadii: squaredRadii.dataSync<'float32'>().slice(),
    };
  });
}

/**
 * How many balls of the manifold contain each sample, borders included: numbers 0 to `manifold.count`.
 *
 * @param samples `[n, d]`; the result has n numbers
 */
export function countContaining(manifold: KnnManifold, samples: Samples): Float32Array {
  return tidied(() => {
    const points = inSpaceOf(manifold, samples);
    const centres = centresOf(manifold);
    const squaredRadii = tf.tensor1d(manifold.squaredRadii);
    const containing = inBlocks(points, (block) =>
      tf.sum(tf.cast(tf.lessEqual(squaredDistances(block, centres), squaredRadii), 'float32'), 1),
    );
    return containing.dataSync<'float32'>();
  });
}

/**
 * Whether each ball of the manifold contains at least one of the samples: 1 or 0.
 *
 * @param samples `[n, d]`; the result has `manifold.count` numbers
 */
export function isCovered(manifold: KnnManifold, samples: Samples): Float32Array {
  return tidied(() => {
    const points = inSpaceOf(manifold, samples);
    const nearest = inBlocks(centresOf(manifold), (block) => tf.min(squaredDistances(block, points), 1));
    const covered = tf.cast(tf.lessEqual(nearest, tf.tensor1d(manifold.squaredRadii)), 'float32');
    return covered.dataSync<'float32'>();
  });
}

const centresOf = ({ centres, count, size }: KnnManifold): tf.Tensor2D => tf.tensor2d(centres, [count, size]);

function inSpaceOf(manifold: KnnManifold, samples: Samples): tf.Tensor2D {
  const points = toMatrix(samples, 'samples');
  if (points.shape[1] !== manifold.size) {
    throw new RangeError(`samples: ${manifold.size} numbers a sample are needed, got ${points.shape[1]}`);
  }
  return points;
}

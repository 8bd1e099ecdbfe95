import { sum } from 'd3-array';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { meanAndCovariance } from './covariance';
import { tidied, toMatrix, type Samples } from './samples';

/** What the Fréchet distance knows of a set of features: the Gaussian that fits it. */
export interface FeatureStatistics {
  /** How many samples. */
  readonly count: number;
  /** d numbers. */
  readonly mean: readonly number[];
  /** d × d, divided by count − 1. */
  readonly covariance: readonly (readonly number[])[];
}

/**
 * Mean and covariance of features, computed once for a set that is compared with many others.
 *
 * @param features `[n, d]`, n > d: with fewer samples than features the covariance is singular and the distance says
 *   more of n than of the samples
 * @throws RangeError if the shape is another, samples are too few, or a number is not finite
 */
export function featureStatistics(features: Samples): FeatureStatistics {
  return tidied(() => {
    const matrix = toMatrix(features, 'features', 2);
    const [count, size] = matrix.shape;
    if (count <= size) {
      throw new RangeError(
        `features: more samples than features are needed, got ${count} of ${size} features`,
      );
    }
    const { mean, covariance } = meanAndCovariance(matrix);
    return { count, mean: mean.arraySync(), covariance: covariance.arraySync() };
  });
}

/**
 * Fréchet distance of two sets of features (Heusel et al. 2017, arXiv 1706.08500, equation 6): the squared
 * 2-Wasserstein distance between the Gaussians that fit them,
 *
 *     |μ₁ − μ₂|² + tr(Σ₁ + Σ₂ − 2 (Σ₁ Σ₂)^½)
 *
 * 0 for equal statistics, without upper bound, in squared units of the features. Values depend on the features and
 * fall with the number of samples: compare only distances of the same features and the same n, and beside them the
 * floor, the distance between two sets of real samples.
 *
 * @throws RangeError if the numbers of features differ
 */
export function frechetDistance(a: FeatureStatistics, b: FeatureStatistics): number {
  if (a.mean.length !== b.mean.length) {
    throw new RangeError(
      `statistics: equal numbers of features are needed, got ${a.mean.length} and ${b.mean.length}`,
    );
  }
  const shift = sum(a.mean, (mean, i) => (mean - b.mean[i]!) ** 2);
  const [first, second] = [toDense(a.covariance), toDense(b.covariance)];
  // (Σ₁ Σ₂)^½ has the trace of (Σ₁^½ Σ₂ Σ₁^½)^½, whose argument is symmetric: real eigenvalues, none negative.
  const root = squareRoot(first);
  const product = root.mmul(second).mmul(root);
  const spread = first.trace() + second.trace() - 2 * sum(rootEigenvalues(symmetric(product)));
  return Math.max(0, shift + spread);
}

function toDense(rows: readonly (readonly number[])[]): Matrix {
  return new Matrix(rows.map((row) => [...row]));
}

/** The symmetric square root of a covariance matrix. */
function squareRoot(covariance: Matrix): Matrix {
  const decomposition = symmetric(covariance);
  const vectors = decomposition.eigenvectorMatrix;
  return vectors.mmul(Matrix.diag(rootEigenvalues(decomposition))).mmul(vectors.transpose());
}

function symmetric(matrix: Matrix): EigenvalueDecomposition {
  return new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
}

/** Square roots of the eigenvalues; rounding makes some of the vanishing ones negative. */
function rootEigenvalues(decomposition: EigenvalueDecomposition): number[] {
  return decomposition.realEigenvalues.map((value) => Math.sqrt(Math.max(0, value)));
}

import * as tf from '@tensorflow/tfjs-core';
import { sum } from 'd3-array';
import { EigenvalueDecomposition, Matrix, QrDecomposition } from 'ml-matrix';
import { stream } from '../random';
import { meanAndCovariance } from './covariance';
import { flattened, tidied, toMatrix } from './samples';

/** Principal components: plain numbers, nothing to free. */
export interface Pca {
  /** How many components, k. */
  readonly count: number;
  /** Variance of the samples along each component, the largest first. */
  readonly variances: readonly number[];
  /** Share of the samples' total variance that lies along the components. 0 to 1. */
  readonly explained: number;
  /**
   * Coordinates of samples along the components, `[n, k]`; the caller disposes it.
   *
   * @param samples `[n, …]` of the shape that the components were made of
   */
  project(samples: tf.Tensor): tf.Tensor2D;
  /**
   * The samples with given coordinates, `[n, …]`, not clipped to any range; the caller disposes it.
   *
   * @param coordinates `[n, k]`
   */
  reconstruct(coordinates: tf.Tensor): tf.Tensor;
}

/** Components that are followed beyond those asked for: the more, the faster the others settle. */
const EXTRA = 16;
/** The components have settled if a round finds less than this share of variance more. */
const SETTLED = 1e-7;

/**
 * Principal component analysis: the k orthogonal directions along which samples vary most. Of all linear maps to k
 * numbers and back, `reconstruct(project(x))` has the least squared error: what an autoencoder must beat.
 *
 * The directions are eigenvectors of the covariance matrix, found by subspace iteration (Golub and Van Loan, Matrix
 * Computations, section 8.2) until the variance along them no longer grows. The sign of a component is arbitrary.
 *
 * @param samples `[n, …]`, such as images `[n, height, width, channels]`
 * @param k whole, from 1 to the smaller of n − 1 and the numbers a sample
 * @throws RangeError if k is out of range or a number is not finite
 */
export function pca(samples: tf.Tensor, k: number): Pca {
  const shape = samples.shape.slice(1);
  const size = tf.util.sizeFromShape(shape);
  const most = Math.min(samples.shape[0] - 1, size);
  if (!Number.isInteger(k) || k < 1 || k > most)
    throw new RangeError(`k: a whole number from 1 to ${most} is allowed, got ${k}`);
  const { mean, components, variances, total } = tidied(() => {
    const { mean, covariance } = meanAndCovariance(toMatrix(flattened(samples), 'samples', 2));
    const total = tf.sum(tf.mul(covariance, tf.eye(size))).dataSync()[0]!;
    return { mean: mean.dataSync<'float32'>().slice(), total, ...leadingEigenvectors(covariance, k, total) };
  });
  const matrix = () => tf.tensor2d(components, [size, k]);
  return {
    count: k,
    variances,
    explained: total > 0 ? sum(variances) / total : 1,
    project: (given) =>
      tf.tidy(() => tf.matMul(tf.sub(rowsOf(given, size, 'samples'), tf.tensor1d(mean)), matrix())),
    reconstruct: (coordinates) =>
      tf.tidy(() => {
        const rows = rowsOf(coordinates, k, 'coordinates');
        const samples = tf.add(tf.matMul(rows, matrix(), false, true), tf.tensor1d(mean));
        return tf.reshape(samples, [rows.shape[0], ...shape]);
      }),
  };
}

function rowsOf(samples: tf.Tensor, size: number, what: string): tf.Tensor2D {
  const rows = toMatrix(flattened(samples), what);
  if (rows.shape[1] !== size) {
    throw new RangeError(`${what}: ${size} numbers a sample are needed, got ${rows.shape[1]}`);
  }
  return rows;
}

/** The k eigenvectors of the largest eigenvalues, as columns `[d, k]` row by row, and those eigenvalues. */
function leadingEigenvectors(covariance: tf.Tensor2D, k: number, total: number) {
  const size = covariance.shape[0];
  const followed = Math.min(k + EXTRA, size);
  const random = stream(0, 'pca');
  let basis = orthonormal(
    Matrix.from1DArray(
      size,
      followed,
      Float64Array.from({ length: size * followed }, () => random.normal()),
    ),
  );
  let found = -Infinity;
  for (;;) {
    const image = product(covariance, basis);
    const within = new EigenvalueDecomposition(basis.transpose().mmul(image), { assumeSymmetric: true });
    // In rising order: the last k are the largest.
    const largest = Array.from({ length: k }, (_, i) => followed - 1 - i);
    const variances = largest.map((i) => Math.max(0, within.realEigenvalues[i]!));
    if (!(sum(variances) - found > SETTLED * total)) {
      const vectors = basis.mmul(within.eigenvectorMatrix).subMatrixColumn(largest);
      return { variances, components: Float32Array.from(vectors.to1DArray()) };
    }
    found = sum(variances);
    basis = orthonormal(image);
  }
}

const orthonormal = (matrix: Matrix): Matrix => new QrDecomposition(matrix).orthogonalMatrix;

function product(a: tf.Tensor2D, b: Matrix): Matrix {
  const values = tf.tidy(() => tf.matMul(a, tf.tensor2d(b.to1DArray(), [b.rows, b.columns])).dataSync());
  return Matrix.from1DArray(b.rows, b.columns, Array.from(values));
}

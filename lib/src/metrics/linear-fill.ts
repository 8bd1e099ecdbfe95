import * as tf from '@tensorflow/tfjs-core';
import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { meanAndCovariance } from './covariance';
import { toImages } from './images';
import { flattened, tidied, toMatrix } from './samples';

/** Fills holes linearly: plain numbers, nothing to free. */
export interface LinearFill {
  /**
   * Images whose hidden pixels are replaced by what is expected of them, clipped to [−1, 1]; the caller disposes them.
   *
   * @param images `[n, height, width, 1]`; what they have in the hole does not count
   * @param mask `height · width` numbers, 1 known and 0 hidden
   * @throws RangeError if the shape is another
   */
  fill(images: tf.Tensor, mask: Float32Array): tf.Tensor4D;
}

/**
 * What a hole looks like on average, given what is known, if images were normally distributed: x_h = μ_h + Σ_hk (Σ_kk + r I)⁻¹
 * (x_k − μ_k), for known pixels k and hidden ones h. Of all linear ways to fill holes of such images it has the least squared error
 * (with the ridge r = 0 and infinitely many samples), which is what a search by a generator is to be compared with.
 *
 * @param samples `[m, height, width, 1]` in [−1, 1], real images
 * @param ridge r, against pixels that hardly ever change
 */
export function linearFill(samples: tf.Tensor, ridge = 0.01): LinearFill {
  const shape = toImages(samples, 'samples').shape.slice(1);
  const size = tf.util.sizeFromShape(shape);
  const { mean, covariance } = tidied(() => {
    const found = meanAndCovariance(toMatrix(flattened(samples), 'samples', 2));
    return { mean: found.mean.dataSync<'float32'>(), covariance: found.covariance.dataSync<'float32'>() };
  });
  const between = (rows: readonly number[], columns: readonly number[]): Matrix =>
    new Matrix(rows.map((i) => columns.map((j) => covariance[i * size + j]!)));
  /** (Σ_kk + r I)⁻¹ Σ_kh */
  const weightsOf = (known: readonly number[], hidden: readonly number[]): tf.Tensor2D => {
    const ofKnown = between(known, known).add(Matrix.eye(known.length).mul(ridge));
    const solved = new CholeskyDecomposition(ofKnown).solve(between(known, hidden));
    return tf.tensor2d(solved.to2DArray(), [known.length, hidden.length]);
  };
  return {
    fill: (images, mask) =>
      tf.tidy(() => {
        const x = toImages(images, 'images');
        if (String(x.shape.slice(1)) !== String(shape) || mask.length !== size) {
          throw new RangeError(
            `images and mask: [n, ${shape.join(', ')}] and ${size} numbers are needed, got [${x.shape.join(', ')}] and ${mask.length}`,
          );
        }
        const places = [...mask.keys()];
        const [known, hidden] = [places.filter((i) => mask[i]), places.filter((i) => !mask[i])];
        if (hidden.length === 0) return tf.clone(x);
        const rows = tf.reshape(x, [x.shape[0], size]);
        const [ofKnown, ofHidden] = [known, hidden].map((at) => tf.tensor1d(at.map((i) => mean[i]!)));
        const expected = tf.add(
          ofHidden!,
          known.length === 0
            ? tf.zeros([x.shape[0], hidden.length])
            : tf.matMul(tf.sub(tf.gather(rows, known, 1), ofKnown!), weightsOf(known, hidden)),
        );
        const order = tf.tensor1d([...known, ...hidden].map((at, i) => [at, i] as const).sort(([a], [b]) => a - b).map(([, i]) => i), 'int32'); // prettier-ignore
        const all = tf.concat([tf.gather(rows, known, 1), tf.clipByValue(expected, -1, 1)], 1);
        return tf.reshape(tf.gather(all, order, 1), x.shape);
      }),
  };
}

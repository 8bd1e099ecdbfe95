import * as tf from '@tensorflow/tfjs-node';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';

/** What is left of images `[n, …]` of their first `count` principal components, clipped to [−1, 1]. */
export function principal(training: tf.Tensor, count: number): (images: tf.Tensor4D) => tf.Tensor4D {
  const { mean, components } = tf.tidy(() => {
    const rows = tf.reshape(training, [training.shape[0], -1]);
    const mean = tf.mean(rows, 0);
    const centred = tf.sub(rows, mean);
    const covariance = tf.matMul(centred, centred, true).arraySync() as number[][];
    const { eigenvectorMatrix } = new EigenvalueDecomposition(new Matrix(covariance), {
      assumeSymmetric: true,
    });
    // In rising order of variance.
    const size = covariance.length;
    const leading = eigenvectorMatrix.subMatrix(0, size - 1, size - count, size - 1);
    return { mean: mean.arraySync() as number[], components: leading.to2DArray() };
  });
  return (images) =>
    tf.tidy(() => {
      const [basis, centre] = [tf.tensor2d(components), tf.tensor1d(mean)];
      const rows = tf.sub<tf.Tensor2D>(tf.reshape(images, [images.shape[0], -1]), centre);
      const kept = tf.add(tf.matMul(tf.matMul(rows, basis), basis, false, true), centre);
      return tf.reshape(tf.clipByValue(kept, -1, 1), images.shape);
    });
}

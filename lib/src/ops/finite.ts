import * as tf from '@tensorflow/tfjs-core';

export function checkFinite(
  tensors: readonly tf.Tensor[],
  scalars: readonly tf.Scalar[],
): { firstNonFinite: number; values: Float32Array } {
  const all = [...tensors, ...scalars];
  const sums = tf.tidy(() => tf.stack(all.map((each) => tf.sum(each))).dataSync());
  return {
    firstNonFinite: Array.from(sums).findIndex((sum) => !Number.isFinite(sum)),
    values: Float32Array.from(scalars.map((each) => each.dataSync()[0]!)),
  };
}

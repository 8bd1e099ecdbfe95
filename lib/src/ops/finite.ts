import * as tf from '@tensorflow/tfjs-core';
import { hasOwnKernels } from './kernels';
import { nativeBackend, run } from './native';

export interface Finiteness {
  /** The place of the first that holds NaN or ±∞, counted from 0 through the tensors and then the scalars; −1 if none does. */
  readonly firstNonFinite: number;
  /** The scalars' values, in their order. */
  readonly values: Float32Array;
}

/**
 * Looks for NaN and ±∞, and reads some scalars: all of it in one native call and one read.
 *
 * @param tensors of any shapes
 * @param scalars whose values are wanted as well, such as losses
 */
export function checkFinite(tensors: readonly tf.Tensor[], scalars: readonly tf.Tensor[]): Finiteness {
  const long = scalars.find(({ size }) => size !== 1);
  if (long) throw new RangeError(`ops.checkFinite: scalars of one number are allowed, got [${long.shape}]`);
  const [first, ...values] = tf.tidy(() =>
    (hasOwnKernels() ? check : plainCheck)(tensors, scalars).dataSync(),
  );
  return { firstNonFinite: first!, values: Float32Array.from(values) };
}

/** The place of the first tensor that holds NaN or ±∞; −1 if none does. */
export const firstNonFinite = (tensors: readonly tf.Tensor[]): number =>
  checkFinite(tensors, []).firstNonFinite;

/** The place of the first bad one, and the scalars: `[1 + scalars]`. */
const check = (tensors: readonly tf.Tensor[], scalars: readonly tf.Tensor[]): tf.Tensor =>
  run(nativeBackend(), 'GanFinite', [...tensors, ...scalars], { N: tensors.length, M: scalars.length });

function plainCheck(tensors: readonly tf.Tensor[], scalars: readonly tf.Tensor[]): tf.Tensor {
  // x − x is 0 if x is finite, and NaN otherwise.
  const differences = [...tensors, ...scalars].map((x) => tf.sum(tf.sub(x, x)));
  const bad = differences.length > 0 ? tf.stack(differences).dataSync().findIndex(Number.isNaN) : -1;
  return tf.concat([tf.tensor1d([bad]), ...scalars.map((x) => tf.reshape(x, [1]))]);
}

import * as tf from '@tensorflow/tfjs-core';

/** One or several tensors that a critic judges together, `[batch, …]` each. */
export type Parts = readonly tf.Tensor[];

/**
 * ‖∇f‖² of each sample, over all parts together.
 *
 * @param critic parts `[batch, …]` → `[batch, 1]`, or a map of logits, which is added up
 * @returns `[batch]`
 */
export function squaredSlope(critic: (parts: Parts) => tf.Tensor, at: Parts): tf.Tensor {
  const gradients = tf.grads((...parts: tf.Tensor[]) => tf.sum(critic(parts)))([...at]);
  const squares = gradients.map((each) => tf.sum(tf.square(tf.reshape(each, [each.shape[0], -1])), 1));
  return squares.reduce((a, b) => tf.add(a, b));
}

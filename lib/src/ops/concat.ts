import * as tf from '@tensorflow/tfjs-core';

/**
 * Tensors side by side along their last axis, such as the channels of images.
 *
 * @param tensors `[…shape, channels]`, whose channels may differ
 * @returns `[…shape, sum of channels]`
 * @throws RangeError if there is none, or they differ in more than the last axis
 */
export function concat<T extends tf.Tensor>(tensors: readonly T[]): T {
  const shapes = new Set(tensors.map(({ shape }) => shape.slice(0, -1).join(', ')));
  if (shapes.size !== 1 || tensors.some(({ rank }) => rank === 0)) {
    const given = tensors.map(({ shape }) => `[${shape}]`).join(', ');
    throw new RangeError(
      `ops.concat: tensors that differ in the last axis alone are allowed, got ${given || 'none'}`,
    );
  }
  return tf.concat([...tensors], tensors[0]!.rank - 1);
}

import * as tf from '@tensorflow/tfjs-core';
import type { Network } from '../models';

/**
 * How much a loss would move the networks: the Euclidean norm of its gradient with respect to all their weights. Moves
 * nothing.
 *
 * @example training.gradientNorm([generator], () => losses.minimax.generator(discriminator.apply(generator.apply(z))))
 */
export function gradientNorm(networks: readonly Network[], loss: () => tf.Scalar): number {
  return tf.tidy(() => {
    const { grads } = tf.variableGrads(
      loss,
      networks.flatMap(({ variables }) => [...variables]),
    );
    const squares = Object.values(grads).map((gradient) => tf.sum(tf.square(gradient)));
    return Math.sqrt(tf.addN(squares).dataSync()[0]!);
  });
}

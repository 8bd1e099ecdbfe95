import * as tf from '@tensorflow/tfjs-core';
import type { Network } from '../models';
import type { Optimiser } from '../ops';

/**
 * One update: the gradient of `loss` with respect to the weights of `networks`, and a step of `optimiser` along it.
 * Everything that `loss` makes is freed but what it returns.
 *
 * @param loss computes what is minimised from the networks; called once
 * @returns the loss before the update; the caller disposes it
 *
 * @example
 * const lossD = training.minimise([discriminator], adam, () =>
 *   losses.nonSaturating.discriminator(discriminator.apply(real), discriminator.apply(fake)),
 * );
 */
export function minimise(
  networks: readonly Network[],
  optimiser: Optimiser,
  loss: () => tf.Scalar,
): tf.Scalar {
  const variables = networks.flatMap((network) => network.variables);
  const { value, grads } = tf.variableGrads(loss, [...variables]);
  optimiser.apply(
    variables,
    variables.map((variable) => grads[variable.name]!),
  );
  tf.dispose(grads);
  return value;
}

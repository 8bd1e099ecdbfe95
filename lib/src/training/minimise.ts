import * as tf from '@tensorflow/tfjs-core';
import type { Network } from '../models';
import type { Optimiser } from '../ops';

/** What an update moves: a network's weights, or any other variables. */
export type Moved = Pick<Network, 'variables'>;

/**
 * One update: the gradient of `loss` with respect to the weights of `networks`, or to other variables, and a step of `optimiser` along it.
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
export function minimise(networks: readonly Moved[], optimiser: Optimiser, loss: () => tf.Scalar): tf.Scalar {
  const variables = parametersOf(networks);
  const { value, grads } = tf.variableGrads(loss, variables);
  applyGradients(optimiser, variables, grads);
  return value;
}

/** All trainable variables of the networks, in order. */
export const parametersOf = (networks: readonly Moved[]): tf.Variable[] =>
  networks.flatMap((network) => network.variables);

/** A step along gradients by the variables' names, which are freed. */
export function applyGradients(
  optimiser: Optimiser,
  variables: readonly tf.Variable[],
  gradients: Readonly<Record<string, tf.Tensor>>,
): void {
  optimiser.apply(
    variables,
    variables.map(({ name }) => gradients[name]!),
  );
  tf.dispose(gradients);
}

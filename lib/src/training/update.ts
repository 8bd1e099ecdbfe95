import * as tf from '@tensorflow/tfjs-core';
import type { Inputs, Player } from '../games';
import { clip, type Named } from '../ops';
import { applyGradients, parametersOf } from './minimise';

/** Scalars that an update or a step logged, by name, still on the backend; the receiver disposes them. */
export type StepLog = Record<string, tf.Scalar>;

/** What a player logs, and the gradients of its objective. */
interface Results {
  readonly log: StepLog;
  readonly gradients: Record<string, tf.Tensor>;
}

/** Log and gradients in one record of tensors, which is what is recorded, told apart by what their names begin with. */
const LOG = 'log/';
const GRADIENT = 'gradient/';

/** Computes a player's log and gradients from its inputs: by the tape, or as a recording of what the tape did. */
export type Differentiate = (player: Player, inputs: Inputs) => Named;

/**
 * One update of one player's weights: inputs, gradient, step of the optimiser, clipping.
 *
 * @param differentiate how the gradient is computed; by the tape unless told otherwise
 * @returns what the player logged; the caller disposes it
 */
export function update(player: Player, differentiate: Differentiate = byTape): StepLog {
  const { networks, optimiser } = player;
  const inputs = tf.tidy(() => ({ ...player.inputs() }));
  const { log, gradients } = split(differentiate(player, inputs));
  tf.dispose(inputs);
  applyGradients(optimiser, parametersOf(networks), gradients);
  if (player.clip !== undefined) {
    for (const network of networks) clip(network.variables, player.clip);
  }
  for (const value of Object.values(log)) tf.keep(value);
  return log;
}

/** Runs the objective on the tape and differentiates it. */
export function byTape(player: Player, inputs: Inputs): Named {
  let log: Named = {};
  const { value, grads } = tf.variableGrads(() => {
    const objective = player.objective(inputs);
    log = prefixed(LOG, objective.log, (each) => tf.keep(tf.clone(each)));
    return objective.value;
  }, parametersOf(player.networks));
  value.dispose();
  return { ...log, ...prefixed(GRADIENT, grads, (each) => each) };
}

const prefixed = (
  prefix: string,
  values: Named,
  make: (each: tf.Tensor) => tf.Tensor,
): Record<string, tf.Tensor> =>
  Object.fromEntries(Object.entries(values).map(([name, each]) => [prefix + name, make(each)]));

function split(results: Named): Results {
  const part = <T extends tf.Tensor>(prefix: string) =>
    Object.fromEntries(
      Object.entries(results)
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, value]) => [name.slice(prefix.length), value as T]),
    );
  return { log: part<tf.Scalar>(LOG), gradients: part(GRADIENT) };
}

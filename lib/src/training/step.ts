import * as tf from '@tensorflow/tfjs-core';
import type { Game, Player } from '../games';
import { clip, type Named } from '../ops';
import { follow, trained } from './minimise';

/** Scalars that a step logged, by name, still on the backend; the receiver disposes them. */
export type StepLog = Record<string, tf.Scalar>;

/** One step of the game: every player takes its turns. The log is that of each player's last turn. */
export function playStep(game: Game): StepLog {
  const log: StepLog = {};
  for (const player of game.players) {
    for (let turn = 1; turn <= player.turns; turn++) {
      const logged = takeTurn(player);
      if (turn === player.turns) Object.assign(log, logged);
      else tf.dispose(logged);
    }
  }
  return log;
}

/** One update of one player's weights. */
export function takeTurn(player: Player): StepLog {
  const { networks, optimiser, objective, repeats } = player;
  const prepared = tf.tidy(() => player.prepare());
  const inputs = named(prepared);
  const compute = () => differentiate(player, prepared);
  const repeat = inputs && repeats?.objective === objective && repeats.networks === networks;
  const results = repeat ? repeats.replay.run(inputs, compute) : compute();
  tf.dispose(prepared);
  const variables = trained(networks);
  const names = new Set(variables.map(({ name }) => name));
  const part = (isGradient: boolean) =>
    Object.fromEntries(Object.entries(results).filter(([name]) => names.has(name) === isGradient));
  follow(optimiser, variables, part(true));
  if (player.clip !== undefined) {
    for (const network of networks) clip(network.variables, player.clip);
  }
  const log = part(false) as StepLog;
  for (const value of Object.values(log)) tf.keep(value);
  return log;
}

/** What was prepared, by name, if it is tensors and nothing else. */
function named(prepared: tf.TensorContainer): Named | undefined {
  const parts = prepared instanceof tf.Tensor ? { prepared } : { ...(prepared as object) };
  return Object.values(parts).every((part) => part instanceof tf.Tensor) ? parts : undefined;
}

/** What the player logs, and the gradients of its objective by the names of the variables. */
function differentiate(player: Player, prepared: tf.TensorContainer): Record<string, tf.Tensor> {
  let log: Record<string, tf.Tensor> = {};
  const { value, grads } = tf.variableGrads(() => {
    const objective = player.objective(prepared);
    log = Object.fromEntries(
      Object.entries(objective.log).map(([name, value]) => [name, tf.keep(tf.clone(value))]),
    );
    return objective.minimise;
  }, trained(player.networks));
  value.dispose();
  return { ...log, ...grads };
}

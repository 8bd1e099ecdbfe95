import * as tf from '@tensorflow/tfjs-core';
import type { Game, Player } from '../games';
import { clip } from '../ops';
import { minimise } from './minimise';

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
  const prepared = tf.tidy(() => player.prepare());
  let log: StepLog = {};
  minimise(player.networks, player.optimiser, () => {
    const objective = player.objective(prepared);
    log = Object.fromEntries(
      Object.entries(objective.log).map(([name, value]) => [name, tf.keep(tf.clone(value))]),
    );
    return objective.minimise;
  }).dispose();
  tf.dispose(prepared);
  if (player.clip !== undefined) {
    for (const network of player.networks) clip(network.variables, player.clip);
  }
  return log;
}

import * as tf from '@tensorflow/tfjs-core';
import type { Game } from '../games';
import { merge } from '../losses';
import { restoreSources, sourcesOf } from './state';

/**
 * Plays every player's objective once without an update, and puts everything back: so what is missing, does not fit or
 * is logged twice is said before anything trains.
 *
 * @throws RangeError if two players log one name; whatever an objective throws
 */
export function rehearse(game: Game): void {
  const networks = Object.values(game.networks);
  const stored = networks.flatMap((network) => network.stored.map(({ variable }) => variable));
  const kept = tf.tidy(() => stored.map((variable) => tf.keep(tf.clone(variable))));
  const places = [networks.map((network) => network.save()), sourcesOf(game)] as const;
  try {
    tf.tidy(() => {
      const logged: Record<string, tf.Scalar> = {};
      for (const { inputs, objective } of Object.values(game.players)) {
        merge(logged, objective(inputs()).log, 'two players');
      }
    });
  } finally {
    stored.forEach((variable, i) => variable.assign(kept[i]!));
    tf.dispose(kept);
    networks.forEach((network, i) => network.restore(places[0][i]!));
    restoreSources(game, places[1]);
  }
}

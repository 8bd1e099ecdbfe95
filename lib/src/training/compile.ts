import * as tf from '@tensorflow/tfjs-core';
import type { Game, Player } from '../games';
import { merge } from '../losses';
import { Captured, ChangedComputation } from '../ops';
import { byTape, update, type Differentiate, type StepLog } from './update';

/** A game whose pure players repeat the native calls of their first updates instead of running the tape. */
export interface CompiledGame {
  /** One update of the player of this role, from what it draws to its weights. */
  update(role: string): StepLog;
  /** One step of the game: every player's updates, in order. The log is that of each player's last update. */
  step(): StepLog;
}

/** Every so many updates a pure player runs by the tape, too, and what it does is compared with what was recorded. */
const VERIFY_EVERY = 100;

/**
 * The one place where steps are recorded. Who declares itself pure is recorded twice, repeated if both were the same, and
 * compared again every hundredth update; everyone else runs on the tape. The numbers are the same to the bit.
 *
 * @throws Error from an update, if a player declared itself pure and what it does has changed since; RangeError from a
 *   step, if two players log one name
 */
export function compile(game: Game): CompiledGame {
  const roles = Object.entries(game.players);
  const ways = new Map(roles.map(([role, player]) => [role, player.pure ? recorded(role, game) : byTape]));
  const play = (role: string): StepLog => {
    const player = game.players[role];
    if (!player)
      throw new RangeError(`there is no player ${role}; there are ${Object.keys(game.players).join(', ')}`);
    const log = update(player, ways.get(role));
    player.after?.(numbersOf(log));
    return log;
  };
  return {
    update: play,
    step() {
      const log: StepLog = {};
      for (const [role, { updatesPerStep }] of roles) {
        for (let rest = updatesPerStep - 1; rest > 0; rest--) tf.dispose(play(role));
        merge(log, play(role), 'two players');
      }
      return log;
    },
  };
}

function recorded(role: string, { networks }: Game): Differentiate {
  const stored = [...new Set(Object.values(networks))].flatMap((network) => network.stored);
  const captured = new Captured(stored.map(({ variable }) => variable));
  let updates = 0;
  return (player: Player, inputs) => {
    const verify = ++updates % VERIFY_EVERY === 0;
    try {
      return captured.run(inputs, () => byTape(player, inputs), { verify });
    } catch (error) {
      if (!(error instanceof ChangedComputation)) throw error;
      throw new Error(
        `${role} is declared pure, but what it computes has changed within ${VERIFY_EVERY} updates (${error.message}): ` +
          'give what changes to its objective through inputs, or declare it pure: false',
        { cause: error },
      );
    }
  };
}

/** Scalars as numbers. */
export const numbersOf = (log: StepLog): Record<string, number> =>
  Object.fromEntries(Object.entries(log).map(([name, value]) => [name, value.dataSync()[0]!]));

import type * as tf from '@tensorflow/tfjs-core';
import { leastSquares, minimax, nonSaturating, wasserstein, type GanLoss } from '../losses';
import type { Network } from '../models';
import { Replay, type Optimiser } from '../ops';

/** One who moves: whose weights, towards what, how often. `P` is what a turn is prepared with. */
export interface Player<P extends tf.TensorContainer = tf.TensorContainer> {
  readonly name: string;
  /** The networks whose weights this player moves. */
  readonly networks: readonly Network[];
  readonly optimiser: Optimiser;
  /** Updates in one step of the game; WGAN's critic has 5. */
  readonly turns: number;
  /** After each update, weights are clipped to [−clip, clip]. */
  readonly clip?: number | undefined;
  /** Draws data and latents and makes fakes for one update; no gradient flows through what is made here. */
  prepare(): P;
  /** What this player minimises, and whatever else is worth logging. */
  objective(prepared: P): Objective;
  /** What repeats the native calls of the objective and its gradient, if they are the same in every turn. */
  readonly replay?: Replay | undefined;
}

export interface Objective {
  readonly minimise: tf.Scalar;
  /** Scalars for the history, by column name. */
  readonly log: Readonly<Record<string, tf.Scalar>>;
}

/** Something whose place in its random sequence a checkpoint must hold. */
export interface Source {
  save(): object;
  restore(state: never): void;
}

/** A system of networks that train against, or with, each other. One step is each player's turns, in order. */
export interface Game {
  readonly name: string;
  /** Every network that takes part, by its role. */
  readonly networks: Readonly<Record<string, Network>>;
  readonly players: readonly Player[];
  /** Everything random: data order, latents, interpolation. */
  readonly sources: Readonly<Record<string, Source>>;
}

const OWN: readonly GanLoss[] = [nonSaturating, minimax, leastSquares, wasserstein];

/**
 * For a player whose objective depends on what was prepared and the weights of these networks alone, if its loss does too. Of
 * the library's losses we know; another may count, print or change, and is run every time.
 */
export const replayOf = (loss: GanLoss, ...networks: readonly Network[]): Replay | undefined =>
  OWN.includes(loss)
    ? new Replay(networks.flatMap(({ stored }) => stored.map(({ variable }) => variable)))
    : undefined;

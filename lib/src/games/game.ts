import type * as tf from '@tensorflow/tfjs-core';
import { leastSquares, minimax, nonSaturating, wasserstein, type GanLoss } from '../losses';
import { isAsBuilt, type Network } from '../models';
import { Captured, type Optimiser } from '../ops';

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
  /** What repeats the native calls of this objective and its gradient by the weights of these networks. */
  readonly repeats?: Repeats | undefined;
}

export interface Repeats {
  readonly replay: Captured;
  /** Whose calls they are: a player who was given others since then does not repeat. */
  readonly objective: unknown;
  readonly networks: readonly Network[];
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

const dropsOut = ({ layers }: Network): boolean => layers.some(({ kind }) => kind === 'dropout');

/**
 * The player, who repeats turns if they are known to depend on what was prepared and the weights alone: the loss is one of the
 * library's (another may count, print or change), the networks are as they were built, and none drops out.
 *
 * @param networks all that the objective runs
 */
export function repeating<P extends tf.TensorContainer>(
  player: Player<P>,
  loss: GanLoss,
  networks: readonly Network[],
): Player<P> {
  if (!OWN.includes(loss) || !networks.every((network) => isAsBuilt(network) && !dropsOut(network)))
    return player;
  const variables = [...new Set(networks)].flatMap(({ stored }) => stored.map(({ variable }) => variable));
  const { objective, networks: moved } = player;
  return { ...player, repeats: { replay: new Captured(variables), objective, networks: moved } };
}

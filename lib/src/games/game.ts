import type * as tf from '@tensorflow/tfjs-core';
import type { Term } from '../losses';
import type { Network } from '../models';
import type { Optimiser } from '../ops';
import type { Stateful } from '../random';

/** Tensors by name. */
export type Inputs = Readonly<Record<string, tf.Tensor>>;

/** One optimisation problem of a game: the networks that it updates, its objective, its optimiser. */
export interface Player {
  /** The networks whose weights this player updates. */
  readonly networks: readonly Network[];
  readonly optimiser: Optimiser;
  /** Updates in one step of the game; WGAN's critic has 5. */
  readonly updatesPerStep: number;
  /** After each update, weights are clipped to [−clip, clip]. */
  readonly clip?: number | undefined;
  /**
   * Draws data, latents and every other random number of one update, and makes what no gradient flows through. Whoever
   * calls it disposes what it gives, and runs it within `tf.tidy`.
   */
  inputs(): Inputs;
  /**
   * What this player minimises, and what it logs, under names that no other player of the game uses. Whoever calls it
   * frees what it makes.
   */
  objective(inputs: Inputs): Term;
  /**
   * Whether `objective` is a function of its inputs and of the game's weights alone: nothing in it counts, prints, draws
   * random numbers or depends on a number that changes. Training may then record its native calls and repeat them. What
   * changes, a weight that rises with the steps, say, goes through `inputs` as a scalar.
   */
  readonly pure: boolean;
  /** Called after each update with what it logged: for state that follows a loss, such as BEGAN's k. */
  after?(logged: Readonly<Record<string, number>>): void;
}

/** A player as it is written down: the types of its inputs go from `inputs` to `objective`. */
export interface PlayerOptions<I extends Inputs> extends Partial<Omit<Player, 'inputs' | 'objective'>> {
  readonly networks: readonly Network[];
  readonly optimiser: Optimiser;
  inputs(): I;
  objective(inputs: I): Term;
}

/**
 * A player; one update a step, not pure, unless told otherwise.
 *
 * @throws RangeError if `updatesPerStep` is no whole number of at least 1
 */
export function player<I extends Inputs>(options: PlayerOptions<I>): Player {
  const { updatesPerStep = 1, pure = false } = options;
  if (!Number.isInteger(updatesPerStep) || updatesPerStep < 1) {
    throw new RangeError(`updatesPerStep: a whole number of at least 1 is allowed, got ${updatesPerStep}`);
  }
  return { ...(options as unknown as Player), updatesPerStep, pure };
}

/** A system of networks that train against, or with, each other. One step is each player's updates, in order. */
export interface Game {
  /** Which game with which loss; a checkpoint of another is refused. */
  readonly name: string;
  /** Every network that takes part, by its role. */
  readonly networks: Readonly<Record<string, Network>>;
  /** By role, in the order in which they play. */
  readonly players: Readonly<Record<string, Player>>;
  /** Everything random, and all other state that is no weight: data order, latents, interpolation. */
  readonly sources: Readonly<Record<string, Stateful>>;
}

/**
 * A game of one player: a classifier, an encoder, a discriminator trained afresh against a generator that stays.
 *
 * @param options.name which game, for checkpoints; the player has the role `player`
 */
export function single<I extends Inputs>({
  name,
  networks,
  sources,
  ...options
}: Omit<PlayerOptions<I>, 'networks'> & {
  readonly name: string;
  /** All that take part, by role; all are updated unless `updates` says which. */
  readonly networks: Readonly<Record<string, Network>>;
  readonly updates?: readonly Network[];
  readonly sources: Readonly<Record<string, Stateful>>;
}): Game {
  const { updates = Object.values(networks), ...own } = options;
  return { name, networks, sources, players: { player: player({ ...own, networks: updates }) } };
}

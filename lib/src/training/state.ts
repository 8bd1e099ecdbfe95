import * as tf from '@tensorflow/tfjs-core';
import type { Game } from '../games';
import type { Network } from '../models';
import type { OptimiserState } from '../ops';
import type { Checkpoint, NamedTensors } from './checkpoint';
import type { Row } from './history';

/** What the trainer itself knows. */
export interface Place {
  readonly step: number;
  readonly seconds: number;
  readonly history: readonly Row[];
  readonly settings: Readonly<Record<string, unknown>>;
}

/** The part of a checkpoint that is no tensor. */
interface SavedState extends Place {
  readonly networks: Record<string, { input: Network['input']; layers: Network['layers']; random: object }>;
  readonly optimisers: readonly { kind: string; step: number }[];
  readonly sources: Record<string, object>;
}

/** Where each random source of a game stands. */
export function sourcesOf(game: Game): Record<string, object> {
  return mapValues(game.sources, (source) => structuredClone(source.save()));
}

export function restoreSources(game: Game, states: Readonly<Record<string, object>>): void {
  for (const [name, source] of Object.entries(game.sources)) source.restore(states[name] as never);
}

/** All of a game, and where its training stands, as plain data. */
export function capture(game: Game, place: Place): Checkpoint {
  const tensors: NamedTensors = {};
  for (const [role, network] of Object.entries(game.networks)) {
    for (const { name, variable } of network.stored) {
      tensors[`network/${role}/${name}`] = {
        shape: variable.shape,
        values: variable.dataSync<'float32'>().slice(),
      };
    }
  }
  const optimisers = game.players.map((player, i) => {
    const { kind, step, slots } = player.optimiser.state();
    for (const [name, slot] of Object.entries(slots)) tensors[`optimiser/${i}/${name}`] = slot;
    return { kind, step };
  });
  const state: SavedState = {
    ...place,
    networks: mapValues(game.networks, ({ input, layers, save }) => ({ input, layers, random: save() })),
    optimisers,
    sources: sourcesOf(game),
  };
  return { state: { ...state }, tensors };
}

/**
 * Puts a game back to where `capture` found it; nothing changes if the checkpoint is of another game.
 *
 * @param origin what to call the checkpoint in errors
 */
export function reinstate(game: Game, checkpoint: Checkpoint, origin: string): Place {
  const state = checkpoint.state as unknown as SavedState;
  const { tensors } = checkpoint;
  checkSame(game, state, tensors, origin);
  for (const [role, network] of Object.entries(game.networks)) {
    for (const { name, variable } of network.stored) {
      const { shape, values } = tensors[`network/${role}/${name}`]!;
      tf.tidy(() => variable.assign(tf.tensor(values.slice(), [...shape], 'float32')));
    }
    network.restore(state.networks[role]!.random as never);
  }
  game.players.forEach((player, i) => {
    const prefix = `optimiser/${i}/`;
    const slots = Object.entries(tensors)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, tensor]) => [name.slice(prefix.length), tensor] as const);
    player.optimiser.restore({ ...state.optimisers[i]!, slots: Object.fromEntries(slots) } as OptimiserState);
  });
  restoreSources(game, state.sources);
  return state;
}

function checkSame(game: Game, state: SavedState, tensors: NamedTensors, origin: string): void {
  const other = (why: string): Error => new Error(`${origin} is a checkpoint of another game: ${why}`);
  const [here, there] = [Object.keys(game.networks), Object.keys(state.networks)];
  if (here.join() !== there.join())
    throw other(`it has the networks ${there.join(', ')}, here are ${here.join(', ')}`);
  for (const [role, network] of Object.entries(game.networks)) {
    const saved = state.networks[role]!;
    if (saved.input.join() !== network.input.join()) {
      throw other(
        `its ${role} takes [${saved.input.join(', ')}], here it takes [${network.input.join(', ')}]`,
      );
    }
    for (let i = 0; i < Math.max(saved.layers.length, network.layers.length); i++) {
      const [its, ours] = [JSON.stringify(saved.layers[i]), JSON.stringify(network.layers[i])];
      if (its !== ours) throw other(`layer ${i + 1} of its ${role} is ${its}, here it is ${ours}`);
    }
    for (const { name } of network.stored) {
      if (!tensors[`network/${role}/${name}`]) throw other(`it has no ${role} ${name}`);
    }
  }
  game.players.forEach((player, i) => {
    const kind = state.optimisers[i]?.kind;
    if (kind !== player.optimiser.kind) {
      throw other(`its ${player.name} is trained by ${kind}, here by ${player.optimiser.kind}`);
    }
  });
  const sources = Object.keys(game.sources).filter((name) => !state.sources[name]);
  if (sources.length > 0) throw other(`it has no ${sources.join(', ')}`);
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, map: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

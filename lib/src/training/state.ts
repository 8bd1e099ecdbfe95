import * as tf from '@tensorflow/tfjs-core';
import type { Game } from '../games';
import type { Network } from '../models';
import type { OptimiserState } from '../ops';
import type { Checkpoint, NamedTensors } from './checkpoint';
import type { Row } from './history';

/** What the trainer itself knows. */
export interface TrainerState {
  readonly step: number;
  readonly seconds: number;
  readonly history: readonly Row[];
  readonly settings: Readonly<Record<string, unknown>>;
}

/** The part of a checkpoint that is no tensor. */
interface SavedState extends TrainerState {
  readonly game: string;
  readonly networks: Record<string, { input: Network['input']; layers: Network['layers']; random: object }>;
  readonly optimisers: Record<string, { kind: string; step: number }>;
  readonly sources: Record<string, object>;
}

/** Where each random source of a game stands. */
export function sourcesOf(game: Game): Record<string, object> {
  return mapEntries(game.sources, (source) => structuredClone(source.save()));
}

export function restoreSources(game: Game, states: Readonly<Record<string, object>>): void {
  for (const [name, source] of Object.entries(game.sources)) source.restore(states[name] as never);
}

/** All of a game, and where its training stands, as plain data. */
export function toCheckpoint(game: Game, trainer: TrainerState): Checkpoint {
  const tensors: NamedTensors = {};
  for (const [role, network] of Object.entries(game.networks)) {
    for (const { name, variable } of network.stored) {
      tensors[`network/${role}/${name}`] = {
        shape: variable.shape,
        values: variable.dataSync<'float32'>().slice(),
      };
    }
  }
  const optimisers = mapEntries(game.players, ({ optimiser }, role) => {
    const { kind, step, slots } = optimiser.state();
    for (const [name, slot] of Object.entries(slots)) tensors[`optimiser/${role}/${name}`] = slot;
    return { kind, step };
  });
  const state: SavedState = {
    ...trainer,
    game: game.name,
    networks: mapEntries(game.networks, ({ input, layers, save }) => ({ input, layers, random: save() })),
    optimisers,
    sources: sourcesOf(game),
  };
  return { state: { ...state }, tensors };
}

/** The same without what the optimisers remember: training that goes on from there begins with fresh ones. */
export function withoutOptimisers({ state: saved, tensors }: Checkpoint): Checkpoint {
  const state = saved as unknown as SavedState;
  const optimisers = mapEntries(state.optimisers, ({ kind }) => ({ kind, step: 0 }));
  const kept = Object.entries(tensors).filter(([name]) => !name.startsWith('optimiser/'));
  return { state: { ...state, optimisers }, tensors: Object.fromEntries(kept) };
}

/**
 * Puts a game back to where `toCheckpoint` found it; nothing changes if the checkpoint is of another game.
 *
 * @param origin what to call the checkpoint in errors
 */
export function fromCheckpoint(game: Game, checkpoint: Checkpoint, origin: string): TrainerState {
  const state = checkpoint.state as unknown as SavedState;
  const before = toCheckpoint(game, { step: 0, seconds: 0, history: [], settings: {} });
  try {
    checkSame(game, state, checkpoint.tensors, origin);
    checkTrainer(state);
    apply(game, checkpoint);
  } catch (error) {
    apply(game, before);
    const { message } = error as Error;
    throw message.startsWith(origin)
      ? error
      : new Error(`${origin}: damaged, nothing has changed: ${message}`, { cause: error });
  }
  return state;
}

/** @throws Error, with a part of the game changed, if what the checkpoint holds does not fit */
function apply(game: Game, { state: saved, tensors }: Checkpoint): void {
  const state = saved as unknown as SavedState;
  for (const [role, network] of Object.entries(game.networks)) {
    for (const { name, variable } of network.stored) {
      const { shape, values } = tensors[`network/${role}/${name}`]!;
      tf.tidy(() => variable.assign(tf.tensor(values.slice(), [...shape], 'float32')));
    }
    network.restore(state.networks[role]!.random as never);
  }
  for (const [role, { optimiser }] of Object.entries(game.players)) {
    const prefix = `optimiser/${role}/`;
    const slots = Object.entries(tensors)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, tensor]) => [name.slice(prefix.length), tensor] as const);
    optimiser.restore({ ...state.optimisers[role]!, slots: Object.fromEntries(slots) } as OptimiserState);
  }
  restoreSources(game, state.sources);
}

function checkTrainer({ step, seconds, history, settings }: TrainerState): void {
  if (!Number.isSafeInteger(step) || step < 0)
    throw new Error(`step is ${step}, no whole number of at least 0`);
  if (typeof seconds !== 'number' || !(seconds >= 0))
    throw new Error(`seconds are ${seconds}, no number of at least 0`);
  if (!Array.isArray(history) || !history.every((row) => isObject(row) && Object.values(row).every(isLogged)))
    throw new Error('its history is no list of rows of numbers');
  if (!isObject(settings)) throw new Error('its settings are no values by name');
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const isLogged = (value: unknown): boolean => value === null || typeof value === 'number';

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
    for (const { name, shape } of network.stored) {
      const its = tensors[`network/${role}/${name}`];
      if (!its) throw other(`it has no ${role} ${name}`);
      if (its.shape.join() !== shape.join())
        throw other(`its ${role} ${name} is [${its.shape.join(', ')}], here it is [${shape.join(', ')}]`);
    }
  }
  for (const [role, { optimiser }] of Object.entries(game.players)) {
    const kind = state.optimisers[role]?.kind;
    if (kind !== optimiser.kind) {
      throw other(`its ${role} is trained by ${kind}, here by ${optimiser.kind}`);
    }
  }
  if (state.game !== game.name) throw other(`it is of "${state.game}", here is "${game.name}"`);
  const sources = Object.keys(game.sources).filter((name) => !state.sources[name]);
  if (sources.length > 0) throw other(`it has no ${sources.join(', ')}`);
}

function mapEntries<T, U>(
  record: Readonly<Record<string, T>>,
  map: (value: T, key: string) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}

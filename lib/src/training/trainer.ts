import { setImmediate } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs-core';
import type { Game } from '../games';
import { interruptible } from '../notebook';
import { readCheckpoint, writeCheckpoint, type Checkpoint } from './checkpoint';
import { compile, type CompiledGame } from './compile';
import { History, type Row } from './history';
import { NonFiniteError, readChecked } from './non-finite-error';
import { rehearse } from './rehearse';
import {
  fromCheckpoint,
  restoreSources,
  sourcesOf,
  toCheckpoint,
  withoutOptimisers,
  type TrainerState,
} from './state';

/** Something done every so many steps: metrics, samples, checkpoints. */
export interface Hook {
  /**
   * Runs before step 1, after each step that this number divides, and after the last; also if `train` finds a training that was
   * loaded and has nothing left to do.
   */
  readonly every: number;
  /** What it returns is added to the history's row of this step. */
  run(trainer: Trainer): Row | void | Promise<Row | void>;
}

/** Where training stands, for whoever shows it. */
export interface Progress {
  readonly step: number;
  readonly steps: number;
  /** Time spent in steps so far, hooks not counted. */
  readonly seconds: number;
  readonly row: Row;
}

/** Shows progress while training runs: `plots.live` is one. */
export interface Observer {
  update(progress: Progress): void;
  finish(outcome: Outcome): void;
}

export interface Outcome {
  readonly step: number;
  readonly steps: number;
  readonly interrupted: boolean;
  /** What to tell the reader: where training stands and how it goes on. */
  readonly message: string;
}

export interface TrainOptions {
  /** The step at which training ends, counted from the very first; a rerun goes on to it from where it stood. */
  readonly steps: number;
  readonly hooks?: readonly Hook[];
  readonly observer?: Observer;
  /** Starts again from the first weights and an empty history. */
  readonly restart?: boolean;
}

export interface TrainerOptions {
  readonly game: Game;
  /** Steps between two rows of the history; 10 by default. */
  readonly logEvery?: number;
  /** The notebook's configuration, kept in checkpoints. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/**
 * Trains any game: plays its steps, logs, runs hooks; stops at an interrupt (■) at the next step and goes on from there
 * when it is called again; stops at once when a loss or a weight is no longer finite.
 */
export class Trainer {
  readonly game: Game;
  readonly settings: Readonly<Record<string, unknown>>;
  private readonly compiled: CompiledGame;
  private readonly logEvery: number;
  private readonly beginning: ReturnType<typeof sourcesOf>;
  private log: History = new History();
  private steps = 0;
  private elapsed = 0;
  /** Whether it stands where a file says and has not been trained since. */
  private loaded = false;
  private checkpointFile: string | undefined;

  constructor({ game, logEvery = 10, settings = {} }: TrainerOptions) {
    wholeNumber('logEvery', logEvery, 1);
    this.game = game;
    this.compiled = compile(game);
    this.logEvery = logEvery;
    this.settings = settings;
    this.beginning = sourcesOf(game);
  }

  /** Steps made so far. */
  get step(): number {
    return this.steps;
  }

  /** Time spent in steps so far, hooks not counted. */
  get seconds(): number {
    return this.elapsed;
  }

  get history(): History {
    return this.log;
  }

  /**
   * Trains up to `steps`.
   *
   * @throws NonFiniteError if a loss or a weight becomes infinite or NaN; the last checkpoint stays as it was
   */
  async train({ steps, hooks = [], observer, restart = false }: TrainOptions): Promise<Outcome> {
    wholeNumber('steps', steps, 0);
    for (const hook of hooks) wholeNumber('every', hook.every, 1);
    if (restart) this.restart();
    const outcome = await interruptible(async (signal) => {
      if (this.steps === 0) {
        rehearse(this.game);
        await this.runHooks(hooks, steps);
      } else if (this.loaded && this.steps >= steps) await this.runHooks(hooks, this.steps);
      this.loaded = false;
      let yielded = performance.now();
      while (this.steps < steps && !signal.aborted) {
        this.playOne();
        await this.runHooks(hooks, steps);
        const row = this.log.last();
        if (row?.['step'] === this.steps)
          observer?.update({ step: this.steps, steps, seconds: this.elapsed, row });
        if (performance.now() - yielded > 20) {
          await setImmediate();
          yielded = performance.now();
        }
      }
      return describe(this.steps, steps);
    });
    observer?.finish(outcome);
    return outcome;
  }

  /**
   * Plays `trial` steps for real, takes them back, and says how many seconds training up to `steps` will take from
   * where it stands; NaN if it was interrupted before it knew.
   */
  async estimate(steps: number, trial = 5): Promise<number> {
    const [before, left] = [this.checkpoint(), Math.max(steps - this.steps, 0)];
    try {
      await this.train({ steps: this.steps + 1 }); // the first step also warms up
      const [from, begun] = [this.steps, this.elapsed];
      await this.train({ steps: from + trial });
      return ((this.elapsed - begun) / (this.steps - from)) * left;
    } finally {
      this.goTo(before, 'the state before the estimate');
    }
  }

  /** Back to the first weights, the first batch and an empty history. */
  restart(): void {
    for (const network of Object.values(this.game.networks)) network.reset();
    for (const player of Object.values(this.game.players)) player.optimiser.dispose();
    restoreSources(this.game, this.beginning);
    this.log = new History();
    this.steps = 0;
    this.elapsed = 0;
    this.loaded = false;
  }

  /**
   * Writes everything that training needs to go on as if it had never stopped. The file is replaced as a whole or not
   * at all.
   *
   * @param options.compact a sixth of the size with Adam: weights in half precision, and nothing of what the optimisers remember
   */
  save(file: string, { compact = false }: { readonly compact?: boolean } = {}): void {
    const { bad } = readChecked({}, this.game);
    if (bad) throw new NonFiniteError(this.steps, bad);
    if (compact) writeCheckpoint(file, withoutOptimisers(this.checkpoint()), 'F16');
    else writeCheckpoint(file, this.checkpoint());
    this.checkpointFile = file;
  }

  /**
   * Goes back to what `save` wrote.
   *
   * @returns the settings of the training that wrote it
   * @throws Error saying which file and why, if it is truncated, altered, or of other networks; nothing changes then
   */
  load(file: string): Trainer['settings'] {
    const { settings } = this.goTo(readCheckpoint(file), file);
    this.checkpointFile = file;
    this.loaded = true;
    return settings;
  }

  /** Frees the networks of the game and what its optimisers keep. */
  dispose(): void {
    for (const network of Object.values(this.game.networks)) network.dispose();
    for (const player of Object.values(this.game.players)) player.optimiser.dispose();
  }

  private checkpoint(): Checkpoint {
    const { step, seconds, settings } = this;
    return toCheckpoint(this.game, { step, seconds, history: this.log.toRows(), settings });
  }

  private goTo(checkpoint: Checkpoint, origin: string): TrainerState {
    const state = fromCheckpoint(this.game, checkpoint, origin);
    this.steps = state.step;
    this.elapsed = state.seconds;
    this.log = new History(state.history);
    return state;
  }

  /** One step, and its row if it is one to be logged. */
  private playOne(): void {
    const begin = performance.now();
    const log = this.compiled.step();
    const { logged, bad } = readChecked(log, this.game);
    tf.dispose(log);
    this.steps++;
    this.elapsed += (performance.now() - begin) / 1000;
    if (bad) {
      const kept = this.checkpointFile ? `; the last good checkpoint is ${this.checkpointFile}` : '';
      throw new NonFiniteError(this.steps, bad, kept);
    }
    if (this.steps % this.logEvery === 0) this.log.add(this.steps, { seconds: this.elapsed, ...logged });
  }

  private async runHooks(hooks: readonly Hook[], steps: number): Promise<void> {
    for (const hook of hooks) {
      if (this.steps % hook.every !== 0 && this.steps !== steps) continue;
      const row = await hook.run(this);
      if (row) this.log.add(this.steps, { seconds: this.elapsed, ...row });
    }
  }
}

function describe(step: number, steps: number): Outcome {
  const interrupted = step < steps;
  const message = interrupted
    ? `stopped at step ${step} of ${steps}; run this cell again to go on, or train with restart: true to begin anew`
    : `${step} steps done`;
  return { step, steps, interrupted, message };
}

function wholeNumber(name: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least) {
    throw new RangeError(`${name}: a whole number of at least ${least} is allowed, got ${value}`);
  }
}

import * as tf from '@tensorflow/tfjs-core';
import { ring, sampleMixture, type Mixture } from '../../data';
import type { Game } from '../../games';
import { leastSquares, wasserstein } from '../../losses';
import { histogram, jensenShannon, modeCoverage } from '../../metrics';
import { stream } from '../../random';
import { compile, numbersOf, type CompiledGame } from '../../training';
import { gameOf, partsOf, presetOf, type Parts } from './game';
import { beginsAnew, type Settings, type Who } from './settings';

/** What the page asks for: settings, then so much training, then what there is to see. */
export interface Request {
  readonly settings: Settings;
  /** Back to the first weights. */
  readonly restart?: boolean;
  readonly play?: {
    readonly who: Who;
    /** Steps at most. */
    readonly count: number;
    /** No further step begins after so many. */
    readonly milliseconds: number;
  };
  /** Whether samples are to be judged, which takes longer than to show them. */
  readonly judge?: boolean;
}

/** Losses after a step; NaN of who was not updated. */
export type LossRow = readonly [step: number, discriminator: number, generator: number];

export interface Reply {
  /** Steps since the first weights. */
  readonly step: number;
  /** Steps of this request, the seconds that they took, and their losses. */
  readonly played: number;
  readonly seconds: number;
  readonly losses: readonly LossRow[];
  /** Pairs of coordinates. */
  readonly real: Float32Array;
  readonly generated: Float32Array;
  /** Minus the gradient of the generator's loss, at the first generated points. */
  readonly arrows: Float32Array;
  /** What D says on a lattice of `side` by `side` points of the square, row by row from the lowest y. */
  readonly surface: Float32Array;
  readonly judged?: Judged;
  /** A loss or a weight is not finite any more. */
  readonly diverged: boolean;
}

export interface Judged {
  /** Jensen–Shannon divergence of histograms, in nats. */
  readonly js: number;
  readonly covered: number;
  readonly highQuality: number;
}

/** The square that is shown: from −EDGE to EDGE. */
export const EDGE = 1.7;
/** Points in a row of the lattice. */
export const SIDE = 32;
const SHOWN = 200;
const ARROWS = 60;
const SAMPLES = 1000;
const AXIS = { low: -1.5, high: 1.5, bins: 30 };

/** A game that is played as requests say. Belongs to one reader; runs wherever TensorFlow.js does. */
export function session(): (request: Request) => Reply {
  let table: Table | undefined;
  return ({ settings, restart = false, play, judge = false }) => {
    if (!table || restart || beginsAnew(table.settings, settings)) {
      table?.dispose();
      table = new Table(settings);
    } else {
      table.change(settings);
    }
    const losses: LossRow[] = [];
    const begun = performance.now();
    if (play) {
      while (losses.length < play.count && !table.diverged) {
        losses.push(table.play(play.who));
        if (performance.now() - begun > play.milliseconds) break;
      }
    }
    const seconds = (performance.now() - begun) / 1000;
    return {
      step: table.step,
      played: losses.length,
      seconds,
      losses,
      ...table.view(),
      ...(judge && { judged: table.judge() }),
      diverged: table.diverged,
    };
  };
}

/** One pair of networks, and what is fixed for it. */
class Table {
  settings: Settings;
  step = 0;
  diverged = false;
  private readonly mixture: Mixture;
  private readonly parts: Parts;
  private readonly fixed: tf.Tensor2D;
  private readonly lattice: tf.Tensor2D;
  private readonly real: Float32Array;
  private readonly realCounts: Float64Array;
  private game: Game;
  private compiled: CompiledGame;

  constructor(settings: Settings) {
    const { modes, seed } = settings;
    this.settings = settings;
    this.mixture = ring({ modes });
    this.parts = partsOf(this.mixture, seed);
    const z = stream(seed, 'fixed').fillNormal(new Float32Array(2 * SAMPLES));
    this.fixed = tf.tensor2d(z, [SAMPLES, 2]);
    this.lattice = tf.tensor2d(latticePoints(), [SIDE * SIDE, 2]);
    const { points } = sampleMixture(this.mixture, 10 * SAMPLES, stream(seed, 'shown'));
    this.real = points.slice(0, 2 * SHOWN);
    this.realCounts = countsOf(points);
    this.game = gameOf(settings, this.parts);
    this.compiled = compile(this.game);
  }

  /** Goes on with another loss or other rates; an optimiser keeps its moments unless another kind takes its place. */
  change(settings: Settings): void {
    if (JSON.stringify(settings) === JSON.stringify(this.settings)) return;
    const before = this.game;
    this.game = gameOf(settings, this.parts);
    for (const [role, { optimiser }] of Object.entries(this.game.players)) {
      const old = before.players[role]!.optimiser;
      if (old.kind === optimiser.kind) optimiser.restore(old.state());
      old.dispose();
    }
    this.compiled = compile(this.game);
    this.settings = settings;
  }

  play(who: Who): LossRow {
    const { stepsD, stepsG } = this.settings;
    const d = who === 'G' ? NaN : this.update('discriminator', stepsD);
    const g = who === 'D' ? NaN : this.update('generator', stepsG);
    this.step++;
    const bad = (loss: number, updated: boolean): boolean => updated && !Number.isFinite(loss);
    this.diverged ||= bad(d, who !== 'G') || bad(g, who !== 'D');
    return [this.step, d, g];
  }

  /** The player's last loss. */
  private update(role: 'discriminator' | 'generator', times: number): number {
    let loss = NaN;
    for (let i = 0; i < times; i++) {
      const log = this.compiled.update(role);
      loss = numbersOf(log)[`${role}Loss`]!;
      tf.dispose(log);
    }
    return loss;
  }

  view(): Pick<Reply, 'real' | 'generated' | 'arrows' | 'surface'> {
    const { generator, discriminator } = this.parts;
    const { loss } = presetOf(this.settings);
    return tf.tidy(() => {
      const generated = generator.apply(tf.slice(this.fixed, 0, SHOWN));
      const first = tf.slice(generated, 0, ARROWS);
      const lossAt = (x: tf.Tensor) => tf.mul<tf.Scalar>(ARROWS, loss.generator(discriminator.apply(x)));
      const arrows = tf.neg(tf.grad(lossAt)(first));
      const logits = discriminator.apply(this.lattice);
      const surface = loss === wasserstein || loss === leastSquares ? logits : tf.sigmoid(logits);
      return {
        real: this.real,
        generated: numbers(generated),
        arrows: numbers(arrows),
        surface: numbers(surface),
      };
    });
  }

  judge(): Judged {
    const samples = tf.tidy(() => numbers(this.parts.generator.apply(this.fixed)));
    if (!samples.every(Number.isFinite)) return { js: NaN, covered: 0, highQuality: 0 };
    const { modes, highQuality } = modeCoverage(rowsOf(samples), this.mixture);
    return { js: jensenShannon(this.realCounts, countsOf(samples)), covered: modes, highQuality };
  }

  dispose(): void {
    const { networks, players } = this.game;
    for (const network of Object.values(networks)) network.dispose();
    for (const { optimiser } of Object.values(players)) optimiser.dispose();
    tf.dispose([this.fixed, this.lattice]);
  }
}

const numbers = (x: tf.Tensor): Float32Array => x.dataSync<'float32'>().slice();

const rowsOf = (points: Float32Array): number[][] =>
  Array.from({ length: points.length / 2 }, (_, i) => [points[2 * i]!, points[2 * i + 1]!]);

const countsOf = (points: Float32Array): Float64Array => histogram(rowsOf(points), [AXIS, AXIS]);

function latticePoints(): Float32Array {
  const at = (i: number): number => -EDGE + ((i + 0.5) * 2 * EDGE) / SIDE;
  const points = new Float32Array(2 * SIDE * SIDE);
  for (let i = 0; i < SIDE * SIDE; i++) {
    points[2 * i] = at(i % SIDE);
    points[2 * i + 1] = at(Math.floor(i / SIDE));
  }
  return points;
}

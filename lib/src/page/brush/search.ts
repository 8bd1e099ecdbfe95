/** The search behind the brush: candidates for z that go down a cost, all of them in one batch. */
import * as tf from '@tensorflow/tfjs-core';
import { editCost, rowMeanSquare } from '../../losses';
import type { Network } from '../../models';
import { stream, type RandomStream } from '../../random';
import { descent, type Descent } from '../../training';
import type { Strokes } from './strokes';

/** How many search at once. */
export const CANDIDATES = 8;
/** Steps of a projection, and after each change of an edit. */
export const PROJECTION_STEPS = 200;
export const EDIT_STEPS = 100;
/** How far from z₀ candidates of an edit begin, in each number. */
const SPREAD = 0.5;
const EDGE = 0.99;
const IMAGE = [28, 28, 1] as const;

/** What it has found so far, row by row: plain numbers. */
export interface Found {
  readonly z: Float32Array;
  readonly images: Float32Array;
  readonly costs: Float32Array;
}

/** What the candidates search for: z of an image, or z near z₀ that obeys strokes. */
export type Aim =
  | { readonly kind: 'project'; readonly target: Float32Array }
  | {
      readonly kind: 'edit';
      readonly strokes: Pick<Strokes, 'mask' | 'wanted'>;
      readonly origin: Float32Array;
      readonly smoothness: number;
    };

export class Search {
  private readonly generator: Network;
  private readonly encoder: Network;
  private readonly random: RandomStream;
  private readonly size: number;
  private descent: Descent | undefined;
  private cost: ((z: tf.Tensor2D) => tf.Tensor1D) | undefined;
  private held: tf.Tensor[] = [];
  /** Steps that are left, and that were taken since the search began. */
  left = 0;
  taken = 0;

  constructor(generator: Network, encoder: Network) {
    this.generator = generator;
    this.encoder = encoder;
    this.random = stream(generator.seed, 'brush');
    this.size = generator.input[0]!;
  }

  /** Looks for z of an image: from the encoder's code in the first row, from random latents in the others. */
  project(target: Float32Array): void {
    const start = this.random.fillUniform(new Float32Array(CANDIDATES * this.size), -1, 1);
    start.set(this.encode(target));
    this.begin(start, { kind: 'project', target }, PROJECTION_STEPS);
  }

  /** Looks for z near z₀ that obeys the strokes: from z₀ in the first row, from around it in the others. */
  edit(aim: Aim & { kind: 'edit' }): void {
    const start = this.random.fillUniform(new Float32Array(CANDIDATES * this.size), -SPREAD, SPREAD);
    start.forEach((offset, i) => {
      const from = aim.origin[i % this.size]!;
      start[i] = Math.min(EDGE, Math.max(-EDGE, from + (i < this.size ? 0 : offset)));
    });
    this.begin(start, aim, EDIT_STEPS);
  }

  /** Goes on from where the candidates are, with another aim and fresh moments. */
  change(aim: Aim & { kind: 'edit' }): void {
    this.begin(this.found().z, aim, EDIT_STEPS);
  }

  /** One step of all candidates; false when none are left. */
  step(): boolean {
    if (!this.descent || this.left <= 0) return false;
    this.descent.step(this.cost!).dispose();
    this.left--;
    this.taken++;
    return this.left > 0;
  }

  found(): Found {
    return tf.tidy(() => {
      const z = this.descent!.latents();
      const numbers = (x: tf.Tensor): Float32Array => x.dataSync<'float32'>().slice();
      return { z: numbers(z), images: numbers(this.generator.apply(z)), costs: numbers(this.cost!(z)) };
    });
  }

  /** G(z) of one z. */
  draw(z: Float32Array): Float32Array {
    return tf.tidy(() =>
      this.generator
        .apply(tf.tensor(z, [1, this.size]))
        .dataSync<'float32'>()
        .slice(),
    );
  }

  encode(image: Float32Array): Float32Array {
    return tf.tidy(() =>
      this.encoder
        .apply(tf.tensor(image, [1, ...IMAGE]))
        .dataSync<'float32'>()
        .slice(),
    );
  }

  /** The gradient of the sum of the costs by z, `[8 · size]`: what a step goes along. */
  gradient(z: Float32Array, aim: Aim): Float32Array {
    return tf.tidy(() => {
      const cost = this.costOf(aim, (each) => each);
      const at = tf.tensor2d(z, [z.length / this.size, this.size]);
      return tf
        .grad((of) => tf.sum(cost(of as tf.Tensor2D)))(at)
        .dataSync<'float32'>()
        .slice();
    });
  }

  private begin(start: Float32Array, aim: Aim, steps: number): void {
    this.descent?.dispose();
    tf.dispose(this.held);
    this.held = [];
    this.cost = this.costOf(aim, (each) => {
      this.held.push(each);
      return each;
    });
    const z = tf.tensor2d(start, [start.length / this.size, this.size]);
    this.descent = descent({ start: z });
    z.dispose();
    this.left = steps;
    this.taken = 0;
  }

  /** @param hold is given the tensors that the cost needs as long as it is used */
  private costOf(aim: Aim, hold: <T extends tf.Tensor>(each: T) => T): (z: tf.Tensor2D) => tf.Tensor1D {
    const image = (values: Float32Array) => hold(tf.tensor(values, [1, ...IMAGE]));
    if (aim.kind === 'project') {
      const target = image(aim.target);
      return (z) => rowMeanSquare(this.generator.apply(z), target);
    }
    const { strokes, smoothness } = aim;
    const [wanted, mask] = [image(strokes.wanted), image(strokes.mask)];
    const origin = hold(tf.tensor2d(aim.origin, [1, this.size]));
    return (z) => editCost(this.generator.apply(z), z, { wanted, mask, origin, smoothness });
  }
}

/** One of several images, or of several z, that stand one after the other. */
export const rowOf = (values: Float32Array, row: number, count = CANDIDATES): Float32Array => {
  const size = values.length / count;
  return values.slice(row * size, (row + 1) * size);
};

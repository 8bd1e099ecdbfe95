import type * as tf from '@tensorflow/tfjs-core';
import type { Augmentation } from '../losses';
import { stream, type Stateful } from '../random';
import type { Inputs } from './game';

/** An augmentation at work in a game, or none. */
export interface Augmenting {
  /** For the name of a game. */
  readonly name: string;
  readonly sources: Readonly<Record<string, Stateful>>;
  /** Samples changed by what is drawn on the spot, where no gradient has to pass: in `inputs`. */
  now(x: tf.Tensor): tf.Tensor;
  /** What is drawn for samples of this shape, the batch included: for `inputs`. */
  draw(shape: readonly number[]): Record<string, tf.Tensor>;
  /** Samples changed by what `draw` gave. */
  through(x: tf.Tensor, drawn: Inputs): tf.Tensor;
}

const NONE: Augmenting = {
  name: '',
  sources: {},
  now: (x) => x,
  draw: () => ({}),
  through: (x) => x,
};

/** @param seed fixes what is drawn */
export function augmenting(augmentation: Augmentation | undefined, seed: number): Augmenting {
  if (!augmentation) return NONE;
  const random = stream(seed, 'augmentation');
  return {
    name: `, ${augmentation.name}`,
    sources: { augmentation: random },
    now: (x) => augmentation.apply(x, augmentation.draw(random, x.shape)),
    draw: (shape) => augmentation.draw(random, shape),
    through: (x, drawn) => augmentation.apply(x, drawn),
  };
}

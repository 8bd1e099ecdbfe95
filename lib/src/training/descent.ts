import * as tf from '@tensorflow/tfjs-core';
import { adam, clip } from '../ops';
import { minimise } from './minimise';

export interface DescentOptions {
  /** `[n, size]`, in [−1, 1]; remains the caller's. */
  readonly start: tf.Tensor;
  /** Adam's; default 0.1. */
  readonly learningRate?: number;
  /** Adam's; default 0.9. */
  readonly beta1?: number;
  /**
   * How z stays in [−1, 1]: `tanh` moves z̃ with z = tanh z̃ (Zhu et al. 2016), whose start is clipped to ±0.99 because
   * arctanh(±1) is infinite; `clip` moves z and clips it after each step (Yeh et al. 2017); `nothing` lets it go anywhere.
   */
  readonly within?: 'tanh' | 'clip' | 'nothing';
}

/** Latents that are moved instead of weights. Each row goes its own way, whatever stands in the others. */
export interface Descent {
  /** z now, `[n, size]`; the caller disposes it. */
  latents(): tf.Tensor2D;
  /**
   * One step of Adam along the gradient of each row's cost by its z.
   *
   * @param cost `[n, size]` → `[n]`, of which row i depends on row i alone
   * @returns the costs before the step; the caller disposes them
   */
  step(cost: (z: tf.Tensor2D) => tf.Tensor1D): tf.Tensor1D;
  /** Frees z and the moments. */
  dispose(): void;
}

const EDGE = 0.99;

const arctanh = (z: tf.Tensor): tf.Tensor => tf.mul(0.5, tf.log(tf.div(tf.add(1, z), tf.sub(1, z))));

/**
 * A descent on latents: inference by gradient, with the networks as they are.
 *
 * @example
 * const descent = training.descent({ start });
 * for (let step = 0; step < 200; step++) descent.step((z) => losses.rowMeanSquare(generator.apply(z), x)).dispose();
 */
export function descent({
  start,
  learningRate = 0.1,
  beta1 = 0.9,
  within = 'tanh',
}: DescentOptions): Descent {
  const squashed = within === 'tanh';
  const moved = tf.tidy(() =>
    tf.variable(squashed ? arctanh(tf.clipByValue(start, -EDGE, EDGE)) : tf.clipByValue(start, -1, 1)),
  );
  const optimiser = adam({ learningRate, beta1 });
  const latents = () => (squashed ? tf.tanh(moved) : tf.clone(moved)) as tf.Tensor2D;
  return {
    latents,
    step(cost) {
      let costs!: tf.Tensor1D;
      const sum = minimise([{ variables: [moved] }], optimiser, () => {
        const each = cost(latents());
        costs = tf.keep(tf.clone(each));
        return tf.sum(each);
      });
      if (within === 'clip') clip([moved], 1);
      const result = tf.clone(costs); // freed by the caller's `tidy`, which what is kept is not
      tf.dispose([sum, costs]);
      return result;
    },
    dispose() {
      moved.dispose();
      optimiser.dispose();
    },
  };
}

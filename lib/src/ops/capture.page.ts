/** In a page: computations without native calls that could be captured. They are run every time. */
import type * as tf from '@tensorflow/tfjs-core';

export type Named = Readonly<Record<string, tf.Tensor>>;

export class ChangedComputation extends Error {}

export class Captured {
  run<R extends Named>(_inputs: Named, compute: () => R): R {
    return compute();
  }
}

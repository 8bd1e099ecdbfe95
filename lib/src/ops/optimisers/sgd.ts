import * as tf from '@tensorflow/tfjs-core';
import { optimiser, type Optimiser } from './optimiser';
import { checkOptions } from './options';

export interface SgdOptions {
  readonly learningRate: number;
}

/** Plain gradient descent. */
export function sgd({ learningRate }: SgdOptions): Optimiser {
  checkOptions('sgd', { positive: { learningRate }, fraction: {} });
  return optimiser({
    kind: 'sgd',
    options: { learningRate },
    slots: [],
    scalars: () => [learningRate],
    plain: ({ value, gradient }) => ({ value: tf.sub(value, tf.mul(gradient, learningRate)), slots: [] }),
  });
}

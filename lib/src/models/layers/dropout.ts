import * as tf from '@tensorflow/tfjs-core';
import type { Layer } from './layer';
import { registerLayer } from './registry';

/** Inverted dropout (Srivastava et al. 2014). */
export interface Dropout extends Layer {
  readonly kind: 'dropout';
  readonly rate: number;
}

/**
 * In training, a share `rate` of the numbers becomes 0 and the others are scaled by 1 / (1 − rate); otherwise nothing.
 *
 * @throws RangeError if `rate` is not in [0, 1).
 */
export function dropout(rate: number): Dropout {
  if (!(rate >= 0 && rate < 1)) throw new RangeError(`dropout rate: 0 ≤ rate < 1 is allowed, got ${rate}`);
  return { kind: 'dropout', rate };
}

registerLayer<Dropout>({
  kind: 'dropout',
  build: ({ rate }, input) => ({
    output: input,
    parameters: [],
    random: [
      {
        name: 'mask',
        shape: input,
        fill(random, values) {
          for (let i = 0; i < values.length; i++) values[i] = random.uniform() < rate ? 0 : 1 / (1 - rate);
        },
      },
    ],
    apply: (_stored, x, { training, drawn: [mask] }) => (training && mask ? tf.mul(x, mask) : tf.clone(x)),
  }),
});

import * as tf from '@tensorflow/tfjs-core';
import type { LayerKind } from './layer';

/** Inverted dropout (Srivastava et al. 2014). */
export interface Dropout {
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

export const dropoutKind: LayerKind<Dropout> = {
  outputShape: (_layer, input) => input,
  parameters: () => [],
  apply: ({ rate }, _stored, x, { training, random }) =>
    training && rate > 0 ? tf.dropout(x, rate, undefined, random.integer(2 ** 31)) : tf.clone(x),
};

import type * as tf from '@tensorflow/tfjs-core';
import * as ops from '../../ops';
import { glorotUniform, zeros, type Initialiser } from '../initialisers';
import { UnfitInput, type LayerKind } from './layer';

/** y = xW + b. */
export interface Dense {
  readonly kind: 'dense';
  readonly units: number;
  readonly bias: boolean;
  readonly init: Initialiser;
}

/** A fully connected layer: `[n]` → `[units]`. */
export function dense(units: number, { bias = true, init = glorotUniform } = {}): Dense {
  return { kind: 'dense', units, bias, init };
}

export const denseKind: LayerKind<Dense> = {
  outputShape(layer, input) {
    if (input.length !== 1) throw new UnfitInput('one dimension, [n] (put flatten() before it)');
    return [layer.units];
  },
  parameters: (layer, [n = 0]) => [
    { name: 'weights', shape: [n, layer.units], init: layer.init, trainable: true },
    ...(layer.bias ? [{ name: 'bias', shape: [layer.units], init: zeros, trainable: true }] : []),
  ],
  rectifies: ({ bias }) => bias,
  apply(_layer, [weights, bias], x, { slope }) {
    return ops.dense(x as tf.Tensor2D, weights as unknown as tf.Tensor2D, bias && { bias, slope });
  },
};

import type * as tf from '@tensorflow/tfjs-core';
import * as ops from '../../ops';
import { glorotUniform, zeros, type Initialiser } from '../initialisers';
import { UnfitInput, type Layer } from './layer';
import { registerLayer } from './registry';

/** y = xW + b. */
export interface Dense extends Layer {
  readonly kind: 'dense';
  readonly units: number;
  readonly bias: boolean;
  readonly init: Initialiser;
}

/** A fully connected layer: `[n]` → `[units]`. */
export function dense(units: number, { bias = true, init = glorotUniform } = {}): Dense {
  return { kind: 'dense', units, bias, init };
}

registerLayer<Dense>({
  kind: 'dense',
  fusesActivation: ({ bias }) => bias,
  build({ units, bias: biased, init }, input) {
    if (input.length !== 1) throw new UnfitInput('one dimension, [n] (put flatten() before it)');
    return {
      output: [units],
      parameters: [
        { name: 'weights', shape: [input[0]!, units], init, trainable: true },
        ...(biased ? [{ name: 'bias', shape: [units], init: zeros, trainable: true }] : []),
      ],
      apply([weights, bias], x, { slope }) {
        return ops.dense(x as tf.Tensor2D, weights as tf.Tensor2D, bias && { bias, slope });
      },
    };
  },
});

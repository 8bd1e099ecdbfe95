import * as tf from '@tensorflow/tfjs-core';
import { UnfitInput, type Layer } from './layer';
import { registerLayer } from './registry';
import { sequence } from './sequence';

/** x + f(x) (He et al. 2015, arXiv 1512.03385, equation 1). */
export interface Residual extends Layer {
  readonly kind: 'residual';
  readonly layers: readonly Layer[];
}

/** What the layers make of x, added to x: their output must have the shape of their input. */
export const residual = (layers: readonly Layer[]): Residual => ({ kind: 'residual', layers });

registerLayer<Residual>({
  kind: 'residual',
  build({ layers }, input) {
    const inner = sequence(layers, input);
    if (inner.output.join() !== input.join()) {
      throw new UnfitInput(`[${inner.output.join(', ')}], as its layers give`);
    }
    return { ...inner, apply: (stored, x, options) => tf.add(x, inner.apply(stored, x, options)) };
  },
});

import * as ops from '../../ops';
import { UnfitInput, type Layer } from './layer';
import { registerLayer } from './registry';
import { sequence } from './sequence';

/** [x, f(x)], side by side on the channels: the skip connection of a U-Net (Ronneberger et al. 2015, figure 1). */
export interface Skip extends Layer {
  readonly kind: 'skip';
  readonly layers: readonly Layer[];
}

/**
 * x and what the layers make of it, side by side: `[h, w, c]` → `[h, w, c + d]`. Their output must have all dimensions of
 * their input but the last. A U-Net is a skip within a skip within a skip.
 */
export const skip = (layers: readonly Layer[]): Skip => ({ kind: 'skip', layers });

registerLayer<Skip>({
  kind: 'skip',
  build({ layers }, input) {
    const inner = sequence(layers, input);
    const [before, after] = [input, inner.output].map((shape) => shape.slice(0, -1).join(', '));
    if (before !== after || inner.output.length !== input.length) {
      throw new UnfitInput(`[${after}, channels], as its layers give`);
    }
    return {
      ...inner,
      output: [...input.slice(0, -1), input.at(-1)! + inner.output.at(-1)!],
      apply: (stored, x, options) => ops.concat([x, inner.apply(stored, x, options)]),
    };
  },
});

import * as ops from '../../ops';
import { sizeOf, UnfitInput, type Layer, type Shape } from './layer';
import { registerLayer } from './registry';

/** The same numbers in another shape; without `shape`, in one row. */
export interface Reshape extends Layer {
  readonly kind: 'reshape';
  readonly shape?: Shape;
}

/** The same numbers as `shape`, of which the batch is no part: `[6272]` → `[7, 7, 128]`. */
export const reshape = (shape: Shape): Reshape => ({ kind: 'reshape', shape });

/** All numbers in one row: `[7, 7, 128]` → `[6272]`. */
export const flatten = (): Reshape => ({ kind: 'reshape' });

registerLayer<Reshape>({
  kind: 'reshape',
  build({ shape = [] }, input) {
    const output = shape.length > 0 ? shape : [sizeOf(input)];
    if (sizeOf(output) !== sizeOf(input))
      throw new UnfitInput(`${sizeOf(output)} numbers, to make [${output.join(', ')}] of them`);
    return {
      output,
      parameters: [],
      apply: (_stored, x) => ops.reshape(x, [x.shape[0], ...output]),
    };
  },
});

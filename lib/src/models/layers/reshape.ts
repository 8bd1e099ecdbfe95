import * as ops from '../../ops';
import { UnfitInput, type LayerKind, type Shape } from './layer';

/** The same numbers in another shape; without `shape`, in one row. */
export interface Reshape {
  readonly kind: 'reshape';
  readonly shape?: Shape;
}

/** The same numbers as `shape`, of which the batch is no part: `[6272]` → `[7, 7, 128]`. */
export const reshape = (shape: Shape): Reshape => ({ kind: 'reshape', shape });

/** All numbers in one row: `[7, 7, 128]` → `[6272]`. */
export const flatten = (): Reshape => ({ kind: 'reshape' });

const size = (shape: Shape): number => shape.reduce((product, n) => product * n, 1);

export const reshapeKind: LayerKind<Reshape> = {
  outputShape({ shape }, input) {
    if (shape && size(shape) !== size(input))
      throw new UnfitInput(`${size(shape)} numbers, to make [${shape.join(', ')}] of them`);
    return shape ?? [size(input)];
  },
  parameters: () => [],
  apply: ({ shape }, _stored, x) => ops.reshape(x, [x.shape[0], ...(shape ?? [size(x.shape.slice(1))])]),
};

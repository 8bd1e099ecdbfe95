import * as tf from '@tensorflow/tfjs-core';
import { UnfitInput, type Layer } from './layer';
import { registerLayer } from './registry';

/** Each pixel becomes a block of 2 × 2 pixels of its value. */
export interface Upsample extends Layer {
  readonly kind: 'upsample';
}

/** `[h, w, c]` → `[2h, 2w, c]`, by repeating the nearest pixel. */
export const upsample = (): Upsample => ({ kind: 'upsample' });

registerLayer<Upsample>({
  kind: 'upsample',
  build(_layer, input) {
    const [height, width, channels] = input;
    if (input.length !== 3) throw new UnfitInput('images [height, width, channels]');
    const size: [number, number] = [2 * height!, 2 * width!];
    return {
      output: [...size, channels!],
      parameters: [],
      apply: (_stored, x) => tf.image.resizeNearestNeighbor(x as tf.Tensor4D, size),
    };
  },
});

import * as tf from '@tensorflow/tfjs-core';
import { UnfitInput, type Layer } from './layer';
import { registerLayer } from './registry';

/** The greatest of each block of 2 × 2 pixels, channel by channel. */
export interface MaxPool extends Layer {
  readonly kind: 'maxPool';
}

/** `[h, w, c]` → `[h / 2, w / 2, c]`. DCGAN does without it (Radford et al. 2015, section 3). */
export const maxPool = (): MaxPool => ({ kind: 'maxPool' });

registerLayer<MaxPool>({
  kind: 'maxPool',
  build(_layer, input) {
    const [height, width, channels] = input;
    if (input.length !== 3 || height! % 2 !== 0 || width! % 2 !== 0)
      throw new UnfitInput('images [height, width, channels] of even height and width');
    return {
      output: [height! / 2, width! / 2, channels!],
      parameters: [],
      apply: (_stored, x) => tf.maxPool(x as tf.Tensor4D, 2, 2, 'valid'),
    };
  },
});

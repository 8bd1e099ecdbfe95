import {
  batchNorm,
  conv2d,
  conv2dTranspose,
  dense,
  flatten,
  leakyRelu,
  relu,
  reshape,
  tanh,
  type Layer,
} from './layers';
import { heNormal, normal } from './initialisers';

/** What both networks of a DCGAN for pictures can be given. */
export interface PictureGanOptions {
  /** Height and width of the pictures. */
  readonly size?: 32 | 64;
  /** Filters of the layer next to the picture; each layer below has twice as many. */
  readonly filters?: number;
  /** 3 are red, green and blue; 1 is grey. */
  readonly channels?: number;
}

const LEAST = 4; // the height and width at which both networks meet their dense layer

/** How many filters the hidden convolutions have, from the smallest map to the one next to the picture. */
const widths = (size: number, filters: number): number[] => {
  const doublings = Math.log2(size / LEAST);
  if (!Number.isInteger(doublings) || doublings < 1) {
    throw new RangeError(`pictures: 4 times a power of two is allowed as their size, got ${size}`);
  }
  return Array.from({ length: doublings }, (_, i) => filters * 2 ** (doublings - 1 - i));
};

/**
 * The generator of DCGAN (Radford et al. 2015, arXiv 1511.06434, figure 1) with fewer filters: `[latentSize]` →
 * `[4, 4, 4·filters]` → `[8, 8, 2·filters]` → `[16, 16, filters]` → `[32, 32, channels]` in [−1, 1]; for 64 × 64 one
 * layer more. Batch normalisation behind each hidden layer, N(0, 0.02) for first weights.
 *
 * @throws RangeError if `size` is not 4 times a power of two
 */
export function pictureGenerator({ size = 32, filters = 32, channels = 3 }: PictureGanOptions = {}): Layer[] {
  const [first, ...others] = widths(size, filters);
  const options = { init: normal(0.02), kernelSize: 4 };
  const hidden = (layer: Layer): Layer[] => [layer, batchNorm(), relu()];
  return [
    dense(LEAST * LEAST * first!, { bias: false, init: options.init }),
    reshape([LEAST, LEAST, first!]),
    batchNorm(), // a map of features at all of its places together
    relu(),
    ...others.flatMap((width) => hidden(conv2dTranspose({ ...options, filters: width, bias: false }))),
    conv2dTranspose({ ...options, filters: channels }),
    tanh(),
  ];
}

/**
 * Its discriminator, `[size, size, channels]` → … → `[4, 4, 4·filters]` → one logit. With `batchNorm` as in the paper: behind
 * each hidden layer but the first; weights begin at N(0, 0.02). Without it, which a penalty on its slope asks for (Gulrajani et
 * al. 2017, section 4), He's first weights keep the size of what passes.
 *
 * @throws RangeError if `size` is not 4 times a power of two
 */
export function pictureDiscriminator({
  size = 32,
  filters = 32,
  batchNorm: normalise = true,
}: Omit<PictureGanOptions, 'channels'> & { readonly batchNorm?: boolean } = {}): Layer[] {
  const init = normalise ? normal(0.02) : heNormal;
  const halved = (width: number, i: number): Layer[] =>
    normalise && i > 0
      ? [conv2d({ filters: width, kernelSize: 4, init, bias: false }), batchNorm(), leakyRelu()]
      : [conv2d({ filters: width, kernelSize: 4, init }), leakyRelu()];
  return [...widths(size, filters).reverse().flatMap(halved), flatten(), dense(1, { init })];
}

/**
 * An encoder of pictures: three convolutions and a dense layer, `[size, size, channels]` → `[features]`, and behind it a
 * projection of which a contrastive loss compares the directions, and which is thrown away afterwards (Chen et al.
 * 2020, arXiv 2002.05709, section 4.2).
 */
export function pictureEncoder({ size = 32, filters = 16, features = 48 } = {}): {
  readonly encoder: Layer[];
  readonly projection: Layer[];
} {
  const hidden = (layer: Layer): Layer[] => [layer, batchNorm(), relu()];
  const halved = (width: number) =>
    hidden(conv2d({ filters: width, kernelSize: 4, bias: false, init: heNormal }));
  return {
    encoder: [
      ...widths(size, filters).reverse().flatMap(halved),
      flatten(),
      ...hidden(dense(features, { bias: false, init: heNormal })),
    ],
    projection: [dense(features, { init: heNormal }), relu(), dense(features)],
  };
}

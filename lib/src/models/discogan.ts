import {
  batchNorm,
  conv2d,
  conv2dTranspose,
  dense,
  flatten,
  leakyRelu,
  relu,
  tanh,
  type Layer,
} from './layers';
import { normal } from './initialisers';

const init = normal(0.02);
const bias = false;

/** 28 → 14 → 7 → 4, with twice as many filters each time. */
const encoder = (filters: number): Layer[] => [
  conv2d({ filters, init }),
  leakyRelu(),
  ...[2, 4].flatMap((factor) => [
    conv2d({ filters: factor * filters, bias, init }),
    batchNorm(),
    leakyRelu(),
  ]),
];

/**
 * DiscoGAN's generator (Kim et al. 2017, arXiv 1703.05192, section 3) at the size of MNIST: an encoder–decoder 28 → 14 → 7 →
 * 4 and back, without skips, which would let it copy. `[28, 28, channels]` → the same, in [−1, 1].
 */
export function discoGenerator({ filters = 16, channels = 1 } = {}): Layer[] {
  const up = (factor: number, size: number): Layer[] => [
    conv2dTranspose({ filters: factor * filters, size, bias, init }),
    batchNorm(),
    relu(),
  ];
  return [
    ...encoder(filters),
    ...up(2, 7),
    ...up(1, 14),
    conv2dTranspose({ filters: channels, init }),
    tanh(),
  ];
}

/** Its discriminator: `[28, 28, channels]` → one logit. */
export const discoDiscriminator = ({ filters = 16 } = {}): Layer[] => [
  ...encoder(filters),
  flatten(),
  dense(1, { init }),
];

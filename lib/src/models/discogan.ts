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

/**
 * DiscoGAN's generator (Kim et al. 2017, arXiv 1703.05192, section 3) at the size of MNIST: an encoder–decoder 28 → 14 → 7 →
 * 4 and back, without skips, which would let it copy. `[28, 28, channels]` → the same, in [−1, 1].
 */
export function discoGenerator({ filters = 16, channels = 1 } = {}): Layer[] {
  const down = (factor: number): Layer[] => [
    conv2d({ filters: factor * filters, bias, init }),
    batchNorm(),
    leakyRelu(),
  ];
  const up = (factor: number, size: number): Layer[] => [
    conv2dTranspose({ filters: factor * filters, size, bias, init }),
    batchNorm(),
    relu(),
  ];
  return [
    conv2d({ filters, init }),
    leakyRelu(),
    ...down(2),
    ...down(4),
    ...up(2, 7),
    ...up(1, 14),
    conv2dTranspose({ filters: channels, init }),
    tanh(),
  ];
}

/** Its discriminator: `[28, 28, channels]` → one logit. */
export function discoDiscriminator({ filters = 16 } = {}): Layer[] {
  const down = (factor: number): Layer[] => [
    conv2d({ filters: factor * filters, bias, init }),
    batchNorm(),
    leakyRelu(),
  ];
  return [conv2d({ filters, init }), leakyRelu(), ...down(2), ...down(4), flatten(), dense(1, { init })];
}

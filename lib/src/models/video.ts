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
import { normal } from './initialisers';

const init = normal(0.02);
const bias = false;

/** Dense layers from latents to maps of 7×7, as DCGAN's. */
const seed = (units: number, maps: number): Layer[] => [
  ...[dense(units, { bias, init }), batchNorm(), relu()],
  ...[dense(7 * 7 * maps, { bias, init }), batchNorm(), relu()],
  reshape([7, 7, maps]),
];

/**
 * The moving stream of a video GAN (Vondrick et al. 2016, arXiv 1609.02612, section 3) with time in the channels:
 * `[latentSize]` → `[28, 28, 2 · frames]`, the foreground's frames and then the masks', before their tanh and sigmoid.
 */
export const videoForeground = ({ frames = 8, filters = 32, units = 128 } = {}): Layer[] => [
  ...seed(units, 2 * filters),
  ...[conv2dTranspose({ filters, bias, init }), batchNorm(), relu()],
  conv2dTranspose({ filters: 2 * frames, init }),
];

/** The still stream: `[latentSize]` → `[28, 28, 1]` in [−1, 1]. */
export const videoBackground = ({ filters = 16, units = 128 } = {}): Layer[] => [
  ...seed(units, 2 * filters),
  ...[conv2dTranspose({ filters, bias, init }), batchNorm(), relu()],
  ...[conv2dTranspose({ filters: 1, init }), tanh()],
];

/** Who judges films `[28, 28, frames]`: → one logit. */
export const videoDiscriminator = ({ filters = 32 } = {}): Layer[] => [
  ...[conv2d({ filters, init }), leakyRelu()],
  ...[conv2d({ filters: 2 * filters, bias, init }), batchNorm(), leakyRelu()],
  ...[flatten(), dense(1, { init })],
];

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

export interface DcganOptions {
  /** Filters of the layer next to the image. */
  filters?: number;
  /** Height and width of the kernels; the paper's code uses 5, 4 avoids uneven overlap at stride 2. */
  kernelSize?: number;
  /** Batch normalisation as in the paper: not at the generator's output nor the discriminator's input. */
  batchNorm?: boolean;
  /** How many times as many filters the layer below has. */
  multiplier?: number;
  /** Of a hidden dense layer between the latents or the logit and the maps, which the paper does not have: 0 is none. */
  units?: number;
  /** What stands behind the hidden layers; ReLU in the paper's generator, LeakyReLU of slope 0.2 in its discriminator. */
  activation?: () => Layer;
  /** Channels of the image. */
  channels?: number;
}

/** DCGAN's weights begin at N(0, 0.02) (Radford et al. 2015, section 4). */
const init = normal(0.02);

/**
 * The generator of DCGAN (Radford et al. 2015, arXiv 1511.06434, section 3) at the size of MNIST:
 * `[latentSize]` → `[7, 7, 2·filters]` → `[14, 14, filters]` → `[28, 28, channels]` in [−1, 1], with the `multiplier` 2.
 */
export function dcganGenerator({
  filters = 64,
  kernelSize = 4,
  batchNorm: normalise = true,
  multiplier = 2,
  units = 0,
  activation = relu,
  channels = 1,
}: DcganOptions = {}): Layer[] {
  const below = multiplier * filters;
  const bias = !normalise; // batch normalisation's own shift makes a bias before it useless
  const normalised = normalise ? [batchNorm()] : [];
  return [
    ...(units > 0 ? [dense(units, { bias, init }), ...normalised, activation()] : []),
    dense(7 * 7 * below, { bias, init }),
    reshape([7, 7, below]),
    ...normalised,
    activation(),
    conv2dTranspose({ filters, kernelSize, bias, init }),
    ...normalised,
    activation(),
    conv2dTranspose({ filters: channels, kernelSize, init }),
    tanh(),
  ];
}

/**
 * The discriminator of DCGAN: `[28, 28, channels]` → `[14, 14, filters]` → `[7, 7, 2·filters]` → one logit. With
 * `batchNorm: false` it is the critic that WGAN and WGAN-GP use.
 */
export function dcganDiscriminator({
  filters = 64,
  kernelSize = 4,
  batchNorm: normalise = true,
  multiplier = 2,
  units = 0,
  activation = leakyRelu,
}: Omit<DcganOptions, 'channels'> = {}): Layer[] {
  return [
    conv2d({ filters, kernelSize, init }),
    activation(),
    conv2d({ filters: multiplier * filters, kernelSize, bias: !normalise, init }),
    ...(normalise ? [batchNorm()] : []),
    activation(),
    flatten(),
    ...(units > 0 ? [dense(units, { init }), activation()] : []),
    dense(1, { init }),
  ];
}

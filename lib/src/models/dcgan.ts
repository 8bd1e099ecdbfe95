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

export interface DcganOptions {
  /** Filters of the layer next to the image. */
  filters?: number;
  /** Height and width of the kernels; the paper's code uses 5, 4 avoids uneven overlap at stride 2. */
  kernelSize?: number;
  /** Batch normalisation as in the paper: not at the generator's output nor the discriminator's input. */
  batchNorm?: boolean;
  /** How many times as many filters the layer below has. */
  multiplier?: number;
  /**
   * Of a hidden dense layer beside the latents and the logit; 0 is none. The paper (section 3) advises against hidden
   * dense layers, its authors' own networks for MNIST have one of 1024 (Newmu/dcgan_code, mnist/train_cond_dcgan.py).
   */
  units?: number;
  /** What stands behind the hidden layers; ReLU in the paper's generator, LeakyReLU of slope 0.2 in its discriminator. */
  activation?: () => Layer;
  /** Channels of the image. */
  channels?: number;
}

/**
 * DCGAN's weights begin at N(0, 0.02) (Radford et al. 2015, section 4), which batch normalisation brings to size. Without
 * it they have to keep the size of what passes through by themselves, as in WGAN-GP's networks (He et al. 2015).
 */
const weights = (normalise: boolean) => (normalise ? normal(0.02) : heNormal);

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
  const init = weights(normalise);
  const bias = !normalise; // batch normalisation's own shift makes a bias before it useless
  const normalised = normalise ? [batchNorm()] : [];
  return [
    ...(units > 0 ? [dense(units, { bias, init }), ...normalised, activation()] : []),
    dense(7 * 7 * below, { bias, init }),
    ...normalised, // each place of each map by itself, as the authors' networks for MNIST have it
    activation(),
    reshape([7, 7, below]),
    conv2dTranspose({ filters, kernelSize, bias, init }),
    ...normalised,
    activation(),
    conv2dTranspose({ filters: channels, kernelSize, init }),
    tanh(),
  ];
}

/**
 * The discriminator of DCGAN: `[28, 28, channels]` → `[14, 14, filters]` → `[7, 7, 2·filters]` → one logit. With
 * `batchNorm: false` it is the critic that WGAN-GP uses.
 */
export function dcganDiscriminator(options: Omit<DcganOptions, 'channels'> = {}): Layer[] {
  return [...dcganTrunk(options), dense(1, { init: weights(options.batchNorm ?? true) })];
}

/** The discriminator of DCGAN up to its last dense layer: images → features, `[units]`, or `[7·7·2·filters]` without. */
export function dcganTrunk({
  filters = 64,
  kernelSize = 4,
  batchNorm: normalise = true,
  multiplier = 2,
  units = 0,
  activation = leakyRelu,
}: Omit<DcganOptions, 'channels'> = {}): Layer[] {
  const init = weights(normalise);
  return [
    conv2d({ filters, kernelSize, init }),
    activation(),
    conv2d({ filters: multiplier * filters, kernelSize, bias: !normalise, init }),
    ...(normalise ? [batchNorm()] : []),
    activation(),
    flatten(),
    ...(units > 0 ? [dense(units, { init }), activation()] : []),
  ];
}

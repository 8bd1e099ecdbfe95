import {
  batchNorm,
  conv2d,
  conv2dTranspose,
  dense,
  flatten,
  leakyRelu,
  maxPool,
  relu,
  reshape,
  tanh,
  upsample,
  type Layer,
} from './layers';
import { heNormal, normal, type Initialiser } from './initialisers';

/** What both networks of a DCGAN can be given. */
export interface DcganOptions {
  /** Filters of the layer next to the image. */
  filters?: number;
  /** Height and width of the kernels; the paper's code uses 5, 4 avoids uneven overlap at stride 2. */
  kernelSize?: number;
  /**
   * Batch normalisation as in the paper: not at the generator's output nor the discriminator's input; hidden dense
   * layers have it too, as in its authors' networks for MNIST.
   */
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
  /** Whether strides halve and double the size, as in the paper; or else pooling and the repetition of pixels. */
  strided?: boolean;
  /**
   * First weights: N(0, 0.02) (section 4), which batch normalisation brings to size. Without it they have to keep the
   * size of what passes through by themselves, and are He's, as in WGAN-GP's networks.
   */
  init?: Initialiser;
}

/** What its generator alone can be given. */
export interface DcganGeneratorOptions extends DcganOptions {
  /** Channels of the image. */
  channels?: number;
  /** Whether it ends in tanh, in [−1, 1]. */
  bounded?: boolean;
}

const firstWeights = (normalise: boolean) => (normalise ? normal(0.02) : heNormal);

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
  strided = true,
  init = firstWeights(normalise),
  channels = 1,
  bounded = true,
}: DcganGeneratorOptions = {}): Layer[] {
  const below = multiplier * filters;
  const bias = !normalise; // batch normalisation's own shift makes a bias before it useless
  const hidden = (layers: Layer[]) => [...layers, ...(normalise ? [batchNorm()] : []), activation()];
  const doubled = (options: { filters: number; bias?: boolean }): Layer[] =>
    strided
      ? [conv2dTranspose({ ...options, kernelSize, init })]
      : [upsample(), conv2d({ ...options, stride: 1, kernelSize, init })];
  return [
    ...(units > 0 ? hidden([dense(units, { bias, init })]) : []),
    ...hidden([dense(7 * 7 * below, { bias, init })]), // each place of each map by itself, as the authors' for MNIST
    reshape([7, 7, below]),
    ...hidden(doubled({ filters, bias })),
    ...doubled({ filters: channels }),
    ...(bounded ? [tanh()] : []),
  ];
}

/**
 * The discriminator of DCGAN: `[28, 28, channels]` → `[14, 14, filters]` → `[7, 7, 2·filters]` → one logit. With
 * `batchNorm: false` it is the critic that WGAN-GP uses.
 */
export function dcganDiscriminator(options: DcganOptions = {}): Layer[] {
  const { batchNorm: normalise = true, init = firstWeights(normalise) } = options;
  return [...dcganTrunk(options), dense(1, { init })];
}

/** The discriminator of DCGAN up to its last dense layer: images → features, `[units]`, or `[7·7·2·filters]` without. */
export function dcganTrunk({
  filters = 64,
  kernelSize = 4,
  batchNorm: normalise = true,
  multiplier = 2,
  units = 0,
  activation = leakyRelu,
  strided = true,
  init = firstWeights(normalise),
}: DcganOptions = {}): Layer[] {
  const bias = !normalise;
  const normalised = (): Layer[] => (normalise ? [batchNorm()] : []);
  const halved = (options: { filters: number; bias?: boolean }): Layer[] =>
    strided
      ? [conv2d({ ...options, kernelSize, init })]
      : [conv2d({ ...options, stride: 1, kernelSize, init }), maxPool()];
  return [
    ...halved({ filters }),
    activation(),
    ...halved({ filters: multiplier * filters, bias }),
    ...normalised(),
    activation(),
    flatten(),
    ...(units > 0 ? [dense(units, { bias, init }), ...normalised(), activation()] : []),
  ];
}

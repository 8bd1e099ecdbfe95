import { dcganTrunk } from './dcgan';
import { heNormal } from './initialisers';
import { batchNorm, conv2d, dense, flatten, leakyRelu, type Layer } from './layers';

/** What an encoder and a discriminator of 28 × 28 images can be given. */
export interface VaeGanOptions {
  /** Filters of the layer next to the image; the next one has twice as many. */
  filters?: number;
  /** Of the hidden dense layer. */
  units?: number;
}

/**
 * The encoder of a variational autoencoder: an image → `latents` means, then as many logarithms of variances. The body of a
 * DCGAN's discriminator, as in VAE/GAN (Larsen et al. 2016, arXiv 1512.09300, table 4).
 */
export const vaeEncoder = ({
  latents = 32,
  ...options
}: VaeGanOptions & { latents?: number } = {}): Layer[] => [
  ...dcganTrunk({ filters: 16, units: 64, ...options }),
  dense(2 * latents),
];

/**
 * VAE/GAN's discriminator up to Dis_l, the features that say what is similar: an image → [7, 7, 2·filters]. The last
 * convolution's output before its batch normalisation, as in the authors' code, with He's first weights: their scale is the
 * scale of the reconstruction error.
 */
export const vaeGanBody = ({ filters = 16 }: VaeGanOptions = {}): Layer[] => [
  conv2d({ filters, kernelSize: 4, init: heNormal }),
  leakyRelu(),
  conv2d({ filters: 2 * filters, kernelSize: 4, init: heNormal }),
];

/** From there to one logit. */
export const vaeGanHead = ({ units = 64 }: VaeGanOptions = {}): Layer[] => [
  ...[batchNorm(), leakyRelu(), flatten()],
  ...[dense(units, { init: heNormal }), leakyRelu()],
  dense(1, { init: heNormal }),
];

import { dcganDiscriminator, dcganGenerator } from './dcgan';
import { heNormal } from './initialisers';
import type { Layer } from './layers';
import { mlpDiscriminator, mlpGenerator } from './mlp';

/** The layers of both players for images of `[28, 28, 1]`. */
export interface Architecture {
  readonly generator: Layer[];
  readonly discriminator: Layer[];
}

export interface ArchitectureOptions {
  /** Of the convolutional layers next to the image. */
  filters?: number;
  /** Of the hidden dense layer of convolutional networks; 0, as in the papers, is none. */
  units?: number;
  /**
   * Whether the discriminator has batch normalisation where the architecture has it. With a gradient penalty it must
   * not: that needs each sample judged by itself (Gulrajani et al. 2017, section 4).
   */
  normalised?: boolean;
}

/** A pair of networks to try, and what it is called. */
export interface ArchitectureChoice {
  readonly title: string;
  readonly layers: (options: ArchitectureOptions) => Architecture;
}

/**
 * Networks to try whether a way of training depends on the architecture, after those of WGAN (Arjovsky et al. 2017) at the
 * size of MNIST. The first three are its figures 5 to 7: the discriminator is DCGAN's in all of them.
 *
 * - `dcgan`: DCGAN's generator
 * - `noBatchNorm`: the same with a constant number of filters and without batch normalisation, first weights by He
 * - `mlpGenerator`: four dense layers of 512 with ReLU, first weights by He
 * - `mlp`: the same generator, and four dense layers of 512 as discriminator (figure 3)
 *
 * @example const { generator, discriminator } = architectures.noBatchNorm.layers({ filters: 16 });
 */
export const architectures = {
  dcgan: {
    title: 'DCGAN',
    layers: ({ filters = 64, units = 0, normalised = true }) => ({
      generator: dcganGenerator({ filters, units }),
      discriminator: dcganDiscriminator({ filters, units, batchNorm: normalised }),
    }),
  },
  noBatchNorm: {
    title: 'G without batch norm',
    layers: ({ filters = 64, units = 0, normalised = true }) => ({
      generator: dcganGenerator({ filters, units, multiplier: 1, batchNorm: false }),
      discriminator: dcganDiscriminator({ filters, units, batchNorm: normalised }),
    }),
  },
  mlpGenerator: {
    title: 'MLP generator',
    layers: ({ filters = 64, units = 0, normalised = true }) => ({
      generator: mlpGenerator({ output: [28, 28, 1], ...FOUR }),
      discriminator: dcganDiscriminator({ filters, units, batchNorm: normalised }),
    }),
  },
  mlp: {
    title: 'MLP',
    layers: () => ({
      generator: mlpGenerator({ output: [28, 28, 1], ...FOUR }),
      discriminator: mlpDiscriminator(FOUR),
    }),
  },
} satisfies Record<string, ArchitectureChoice>;

const FOUR = { hidden: [512, 512, 512, 512], init: heNormal };

import { dcganDiscriminator, dcganGenerator, type DcganGeneratorOptions, type DcganOptions } from './dcgan';
import { relu, type Layer } from './layers';
import { glorotUniform, heNormal, normal } from './initialisers';

interface Change {
  /** As a table calls it. */
  readonly title: string;
  readonly generator?: DcganGeneratorOptions;
  readonly discriminator?: DcganOptions;
}

/** Which rule is missing. */
export type DcganRule =
  | 'nothing'
  | 'generatorBatchNorm'
  | 'discriminatorBatchNorm'
  | 'batchNorm'
  | 'batchNormHe'
  | 'leakyRelu'
  | 'tanh'
  | 'strides'
  | 'firstWeights';

const unnormalised = { batchNorm: false, init: normal(0.02) };
const he = { batchNorm: false, init: heNormal };
const glorot = { init: glorotUniform };
const unstrided = { strided: false };

/**
 * DCGAN's rules (Radford et al. 2015, section 3) taken out one at a time, everything else as it was. (The rule about
 * Adam's β₁ is no matter of layers.)
 */
const CHANGES: Readonly<Record<DcganRule, Change>> = {
  nothing: { title: 'nothing' },
  generatorBatchNorm: { title: 'batch norm in G', generator: unnormalised },
  discriminatorBatchNorm: { title: 'batch norm in D', discriminator: unnormalised },
  batchNorm: { title: 'batch norm in both', generator: unnormalised, discriminator: unnormalised },
  batchNormHe: { title: 'batch norm in both, first weights by He', generator: he, discriminator: he },
  leakyRelu: { title: 'LeakyReLU in D: ReLU', discriminator: { activation: relu } },
  tanh: { title: 'tanh at the end of G', generator: { bounded: false } },
  strides: { title: 'strides: pooling, repeated pixels', generator: unstrided, discriminator: unstrided },
  firstWeights: { title: 'first weights N(0, 0.02): Glorot', generator: glorot, discriminator: glorot },
};

/** All of them, and `nothing`. */
export const dcganRules = Object.keys(CHANGES) as readonly DcganRule[];

/** As a table calls it. */
export const dcganRuleTitle = (rule: DcganRule): string => CHANGES[rule].title;

/** The layers of both networks of a DCGAN without one of its rules; with all of them for `nothing`. */
export function dcganWithout(
  rule: DcganRule,
  size: Pick<DcganOptions, 'filters' | 'units'> = {},
): { generator: Layer[]; discriminator: Layer[] } {
  const { generator, discriminator } = CHANGES[rule];
  return {
    generator: dcganGenerator({ ...size, ...generator }),
    discriminator: dcganDiscriminator({ ...size, ...discriminator }),
  };
}

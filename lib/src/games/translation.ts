import type { Batches } from '../data';
import { sum, type Term } from '../losses';
import type { Network } from '../models';
import type { Optimiser } from '../ops';
import type * as tf from '@tensorflow/tfjs-core';
import { concatenated, fits, gives } from './checks';
import { critic } from './critic';
import { player, type Game, type Inputs } from './game';
import type { GanOptions } from './gan';

export interface TranslationOptions {
  /** `x` → a picture of the shape of `y`. */
  readonly generator: Network;
  /** Pairs: what is given and what is wanted. */
  readonly data: Batches<'x' | 'y'>;
  /** How far an output is from what was wanted: `term('l1', l1(fake, y))`. Depends on its arguments alone. */
  readonly content: (fake: tf.Tensor, y: tf.Tensor) => Term;
  /** Networks that `content` runs and nobody updates, by role: one whose features are compared. */
  readonly fixed?: Readonly<Record<string, Network>>;
  /** λ of pix2pix, 100; 1 in SRGAN. */
  readonly contentWeight?: number;
  readonly optimiser: Optimiser;
  /** Who says whether an output looks real; without one the content term alone is minimised. */
  readonly adversary?: Adversary | undefined;
}

export interface Adversary extends Pick<GanOptions, 'loss' | 'penalty'> {
  /** A picture, or with `conditional` picture and `x` side by side on the channels → a logit, or a map of them. */
  readonly discriminator: Network;
  readonly optimiser: Optimiser;
  /** Whether it sees what was given, too: pix2pix does, SRGAN does not. */
  readonly conditional: boolean;
  /** 1 in pix2pix, 10⁻³ in SRGAN. */
  readonly weight?: number;
}

/**
 * Image to image: a generator that is told what to draw of, a content term and a discriminator. It covers pix2pix (Isola et
 * al. 2017, arXiv 1611.07004, equations 1 to 4), SRGAN (Ledig et al. 2017, arXiv 1609.04802, equation 3), next frames of a film,
 * and without an adversary plain regression (SRResNet).
 *
 * @throws RangeError if the networks do not fit each other or the pairs
 */
export function translation(options: TranslationOptions): Game {
  const { generator, data, content, fixed, contentWeight = 1, optimiser, adversary } = options;
  gives('translation', data, { x: generator.input, y: generator.outputShape });
  const { conditional = false } = adversary ?? {};
  const seen = conditional ? concatenated(generator.outputShape, generator.input) : generator.outputShape;
  const judge = adversary && critic(adversary.discriminator, adversary);
  if (judge) fits(conditional ? 'a picture beside what was given' : 'a picture', seen, judge.networks[0]!);
  const given = (x: tf.Tensor) => (conditional ? { given: [x] } : {});
  const pairs = () => {
    const { x, y } = data.next();
    return { x, y, ...generator.draw(data.batchSize) };
  };
  const paint = ({ x, ...drawn }: Inputs & { x: tf.Tensor }) => generator.apply(x, { training: true, drawn });
  const painter = player({
    ...{ networks: [generator], optimiser, pure: judge?.pure ?? true },
    inputs: () => ({ ...pairs(), ...judge?.drawJudging(data.batchSize) }),
    objective(inputs) {
      const { x, y } = inputs;
      const fake = paint(inputs);
      const wanted = [contentWeight, content(fake, y)] as const;
      if (!judge) return sum(wanted);
      const fooling = judge.generatorLoss({ fake: [fake], real: [y], ...given(x) }, inputs);
      return sum([adversary.weight ?? 1, fooling], wanted);
    },
  });
  if (!judge) {
    return {
      name: 'regression',
      networks: { generator, ...fixed },
      sources: { data },
      players: { generator: painter },
    };
  }
  const { discriminator } = adversary;
  return {
    name: `translation, ${judge.name}`,
    networks: { generator, discriminator, ...fixed },
    sources: { data, ...judge.sources },
    players: {
      discriminator: player({
        ...{ networks: [discriminator], optimiser: adversary.optimiser, pure: judge.pure },
        inputs() {
          const drawn = pairs();
          return { x: drawn.x, y: drawn.y, fake: paint(drawn), ...judge.draw([drawn.y]) };
        },
        objective: (inputs) =>
          judge.discriminatorLoss({ real: [inputs.y], fake: [inputs.fake], ...given(inputs.x) }, inputs),
      }),
      generator: painter,
    },
  };
}

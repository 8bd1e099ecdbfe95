import type { Batches } from '../data';
import { sum, type GanLoss, type Penalty, type Term } from '../losses';
import type { Network } from '../models';
import type { Optimiser } from '../ops';
import type * as tf from '@tensorflow/tfjs-core';
import { concatenated, fits, gives } from './checks';
import { critic } from './critic';
import { player, type Game } from './game';

export interface TranslationOptions {
  /** `x` → a picture of the shape of `y`. */
  readonly generator: Network;
  /** Pairs: what is given and what is wanted. */
  readonly data: Batches<'x' | 'y'>;
  /** How far an output is from what was wanted: `term('l1', l1(fake, y))`. Depends on its arguments alone. */
  readonly content: (fake: tf.Tensor, y: tf.Tensor) => Term;
  /** λ of pix2pix, 100; 1 in SRGAN. */
  readonly contentWeight?: number;
  readonly optimiser: Optimiser;
  /** Who says whether an output looks real; without one the content term alone is minimised. */
  readonly adversary?: Adversary | undefined;
}

export interface Adversary {
  /** A picture, or with `conditional` picture and `x` side by side on the channels → a logit, or a map of them. */
  readonly discriminator: Network;
  readonly loss: GanLoss;
  readonly optimiser: Optimiser;
  /** Whether it sees what was given, too: pix2pix does, SRGAN does not. */
  readonly conditional: boolean;
  /** 1 in pix2pix, 10⁻³ in SRGAN. */
  readonly weight?: number;
  readonly penalty?: Penalty | undefined;
}

/**
 * Image to image: a generator that is told what to draw of, a content term and a discriminator. It covers pix2pix (Isola et
 * al. 2017, arXiv 1611.07004, equations 1 to 4), SRGAN (Ledig et al. 2017, arXiv 1609.04802, equation 3), next frames of a film,
 * and without an adversary plain regression (SRResNet).
 *
 * @throws RangeError if the networks do not fit each other or the pairs
 */
export function translation(options: TranslationOptions): Game {
  const { generator, data, content, contentWeight = 1, optimiser, adversary } = options;
  gives('translation', data, { x: generator.input, y: generator.outputShape });
  const draw = (x: tf.Tensor) => generator.draw(x.shape[0]!);
  const paint = (x: tf.Tensor, drawn: Readonly<Record<string, tf.Tensor>>) =>
    generator.apply(x, { training: true, drawn });
  const wanted = (fake: tf.Tensor, y: tf.Tensor) => [contentWeight, content(fake, y)] as const;
  if (!adversary) {
    const painter = player({
      ...{ networks: [generator], optimiser, pure: true },
      inputs() {
        const { x, y } = data.next();
        return { x, y, ...draw(x) };
      },
      objective: (inputs) => sum(wanted(paint(inputs.x, inputs), inputs.y)),
    });
    return {
      name: 'regression',
      networks: { generator },
      sources: { data },
      players: { generator: painter },
    };
  }
  const { discriminator, loss, conditional, weight = 1, penalty } = adversary;
  const seen = conditional ? concatenated(generator.outputShape, generator.input) : generator.outputShape;
  fits(conditional ? 'a picture beside what was given' : 'a picture', seen, discriminator);
  const judge = critic(discriminator, { loss, penalty });
  const given = (x: tf.Tensor) => (conditional ? { given: [x] } : {});
  return {
    name: ['translation', loss.name, ...(penalty ? [penalty.name] : [])].join(', '),
    networks: { generator, discriminator },
    sources: { data, ...judge.sources },
    players: {
      discriminator: player({
        ...{ networks: [discriminator], optimiser: adversary.optimiser, pure: judge.pure },
        inputs() {
          const { x, y } = data.next();
          return { x, y, fake: paint(x, draw(x)), ...judge.draw([y]) };
        },
        objective: (inputs) =>
          judge.discriminatorLoss({ real: [inputs.y], fake: [inputs.fake], ...given(inputs.x) }, inputs),
      }),
      generator: player({
        ...{ networks: [generator], optimiser, pure: judge.pure },
        inputs() {
          const { x, y } = data.next();
          return { x, y, ...draw(x), ...judge.drawJudging(data.batchSize) };
        },
        objective(inputs) {
          const fake = paint(inputs.x, inputs);
          const sides = { fake: [fake], real: [inputs.y], ...given(inputs.x) };
          return sum([weight, judge.generatorLoss(sides, inputs)], wanted(fake, inputs.y));
        },
      }),
    },
  };
}

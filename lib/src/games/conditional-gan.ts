import type { Batches, CodedLatents } from '../data';
import { labelCrossEntropy, term, type GanLoss, type Penalty } from '../losses';
import type { Network } from '../models';
import { concat, type Optimiser } from '../ops';
import { comparesNot, concatenated, feeds, fits, gives } from './checks';
import { critic } from './critic';
import { player, type Game } from './game';
import { infogan, type InfoganOptions } from './infogan';

export interface ConditionalGanOptions {
  /** Noise and a one-hot label, `[latents.size]` → one sample. */
  readonly generator: Network;
  /** The discriminator up to where the label joins: a sample → features. */
  readonly body: Network;
  /** Features and label side by side → one logit. */
  readonly head: Network;
  readonly loss: GanLoss;
  /** Real samples `x` and their one-hot labels `y`. */
  readonly data: Batches<'x' | 'y'>;
  /** One categorical code: the label. */
  readonly latents: CodedLatents;
  readonly optimisers: { readonly generator: Optimiser; readonly discriminator: Optimiser };
  readonly penalty?: Penalty | undefined;
}

/**
 * The conditional GAN (Mirza & Osindero 2014, arXiv 1411.1784, equation 2): both players are told the label, which enters the
 * discriminator as an *input*. Generated samples carry the label that they were asked for.
 *
 * @throws RangeError if the networks do not fit each other, the data or the latents
 */
export function conditionalGan(options: ConditionalGanOptions): Game {
  const { generator, body, head, loss, data, latents, optimisers, penalty } = options;
  const { codes: label } = latents.shapes;
  fits('the latents', [latents.size], generator);
  feeds(generator, body);
  fits(`the output of ${body.name} beside the label`, concatenated(body.outputShape, label), head);
  gives('conditionalGan', data, { x: body.input, y: label });
  comparesNot('conditionalGan', loss);
  const judge = critic(
    { networks: [body, head], logits: ([x, y], o) => head.apply(concat([body.apply(x!, o), y!]), o) },
    { loss, penalty },
  );
  const training = { training: true };
  const drawn = () => latents.next(data.batchSize);
  return {
    name: `conditional GAN, ${judge.name}`,
    networks: { generator, body, head },
    sources: { data, latents, ...judge.sources },
    players: {
      discriminator: player({
        networks: judge.networks,
        optimiser: optimisers.discriminator,
        pure: judge.pure,
        inputs() {
          const { x, y } = data.next();
          const { z, codes } = drawn();
          return { x, y, fake: generator.apply(z, training), codes, ...judge.draw([x, y]) };
        },
        objective: (inputs) =>
          judge.discriminatorLoss({ real: [inputs.x, inputs.y], fake: [inputs.fake, inputs.codes] }, inputs),
      }),
      generator: player({
        networks: [generator],
        optimiser: optimisers.generator,
        pure: judge.pure,
        inputs: () => ({ ...drawn(), ...judge.drawJudging(data.batchSize) }),
        objective: (inputs) =>
          judge.generatorLoss({ fake: [generator.apply(inputs.z, training), inputs.codes] }, inputs),
      }),
    },
  };
}

/**
 * AC-GAN (Odena et al. 2017, arXiv 1610.09585, equations 2 and 3): the discriminator is asked for the label, its *output*. It is
 * InfoGAN whose code is the label, and one term more: Q, the classifier, also reads the labels of real samples, logged as
 * `labelLoss` in nats. Samples whose row of `y` is 0 have no label and are left out of it. Where few have one, batches of
 * labelled samples of their own serve better than a batch in which one is labelled, now and then.
 *
 * @param options.data real samples `x` and their one-hot labels `y`; with `labelled`, samples beside `x`, `y` are theirs
 * @param options.lambda weight of the class term of the generator; 1 in the paper
 */
export const acgan = (
  options: Omit<InfoganOptions, 'realTerm'> & { readonly data: Batches<'x' | 'y'> },
): Game =>
  infogan({
    name: 'AC-GAN',
    ...options,
    realTerm: {
      ...('labelled' in options.data.shapes && { samples: 'labelled' }),
      needs: { y: options.latents.shapes.codes },
      term: (read, { y }) => term('labelLoss', labelCrossEntropy(read, y!)),
    },
  });

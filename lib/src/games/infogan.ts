import type * as tf from '@tensorflow/tfjs-core';
import type { CodedLatents } from '../data';
import { sum, term, type Term } from '../losses';
import type { Network } from '../models';
import { joinBatches, splitBatches } from '../ops';
import { comparesNot, feeds, fits, gives, givesLogits, givesOutputs } from './checks';
import { information, qOutputs } from './code-reading';
import { player, type Game, type Inputs } from './game';
import type { GanOptions } from './gan';

export interface InfoganOptions extends Pick<GanOptions, 'generator' | 'loss' | 'data' | 'optimisers'> {
  /** For checkpoints; `InfoGAN`, or what λ makes of it. */
  readonly name?: string;
  /** The layers that discriminator and Q share: a sample → features. */
  readonly trunk: Network;
  /** The discriminator's head on the trunk: one logit. */
  readonly discriminator: Network;
  /** Q's head on the trunk: `qOutputs(codes)` numbers. */
  readonly q: Network;
  readonly latents: CodedLatents;
  /**
   * λ: how much the generator is asked to make c readable (1 in the paper). At 0 the game is a plain GAN with the same
   * Q trained beside it: Q (and with it the trunk) learns to read what it can, the generator is not asked for anything.
   */
  readonly lambda: number;
  /** Whether Q also gives log σ of each continuous code; by default σ = 1, as in the authors' run. */
  readonly learnDeviation?: boolean;
  /** Weight of the continuous codes' part of the bound, for Q and for the generator; 1 by default, as in the authors' run. */
  readonly continuousWeight?: number;
  /** What else D and Q minimise: a term of what Q reads in real samples. */
  readonly realTerm?: RealTerm | undefined;
}

/** A term of what Q reads in real samples. */
export interface RealTerm {
  /** Name of the samples that Q reads; `x` by default, those that the discriminator judges. */
  readonly samples?: string;
  /** Tensors of the batch that it needs beside `x`, with the shape of a sample. */
  readonly needs?: Readonly<Record<string, readonly number[]>>;
  /** @param read `[batch, qOutputs]` of these samples */
  term(read: tf.Tensor, batch: Inputs): Term;
}

/**
 * InfoGAN (Chen et al. 2016, equation 6): a GAN whose generator is also asked to keep the mutual information between
 * the codes c and its samples high, through the bound L_I = E log Q(c|x) + H(c).
 *
 * Q learns to read the codes in the discriminator's updates, on the samples that are there anyway; the generator
 * minimises its GAN loss − λ L_I. Logs `discriminatorLoss`, `generatorLoss`, and in nats `informationCategorical` (at
 * most Σ ln k) and `informationContinuous`.
 *
 * @throws RangeError if the networks do not fit each other, the data or the latents
 */
export function infogan(options: InfoganOptions): Game {
  const { generator, trunk, discriminator, q, loss, data, latents, optimisers, lambda, realTerm } = options;
  fits('the latents', [latents.size], generator);
  feeds(generator, trunk, discriminator);
  feeds(trunk, q);
  gives('infogan', data, { x: trunk.input, ...realTerm?.needs });
  givesLogits(discriminator);
  givesOutputs(q, qOutputs(latents.codes, options.learnDeviation));
  comparesNot('infogan', loss);
  const training = { training: true };
  const bound = (features: tf.Tensor, codes: tf.Tensor) =>
    information(q.apply(features, training), codes, latents.codes, options);
  const other = realTerm?.samples; // than those that the discriminator judges
  return {
    name: [options.name ?? (lambda === 0 ? 'GAN with Q beside it' : 'InfoGAN'), loss.name].join(', '),
    networks: { generator, trunk, discriminator, q },
    sources: { data, latents },
    players: {
      discriminator: player({
        networks: [trunk, discriminator, q],
        optimiser: optimisers.discriminator,
        pure: loss.pure,
        inputs() {
          const { z, codes } = latents.next(data.batchSize);
          const { x: real, ...batch } = data.next();
          return { ...batch, real, fake: generator.apply(z, training), codes };
        },
        objective({ real, fake, codes, ...batch }) {
          const features = trunk.apply(joinBatches([real, fake]), { training: true, batches: 2 });
          const [ofReal, ofFake] = splitBatches(features, 2);
          const [onReal, onFake] = [ofReal!, ofFake!].map((each) => discriminator.apply(each, training));
          const value = sum(
            term('discriminatorLoss', loss.discriminator(onReal!, onFake!)),
            bound(ofFake!, codes),
          );
          if (!realTerm) return value;
          const read = other ? trunk.apply((batch as Inputs)[other]!, training) : ofReal!;
          return sum(value, realTerm.term(q.apply(read, training), batch));
        },
      }),
      generator: player({
        networks: [generator],
        optimiser: optimisers.generator,
        pure: loss.pure,
        inputs: () => latents.next(data.batchSize),
        objective({ z, codes }) {
          const features = trunk.apply(generator.apply(z, training), training);
          const value = term('generatorLoss', loss.generator(discriminator.apply(features, training)));
          if (lambda === 0) return value;
          return sum(value, [lambda, { ...bound(features, codes), log: {} }]);
        },
      }),
    },
  };
}

import type * as tf from '@tensorflow/tfjs-core';
import type { Batches } from '../data';
import { meanSquare, sum, term, type GanLoss } from '../losses';
import type { Network } from '../models';
import type { Optimiser } from '../ops';
import { feeds, gives } from './checks';
import { critic } from './critic';
import { player, type Game } from './game';

export interface DiscoganOptions {
  /** From domain A to domain B. */
  readonly ab: Network;
  /** From domain B to domain A. */
  readonly ba: Network;
  /** Judges what is meant to be of domain A. */
  readonly discriminatorA: Network;
  readonly discriminatorB: Network;
  readonly loss: GanLoss;
  /** Samples `a` and `b` of both domains. Nothing says which belong together. */
  readonly data: Batches<'a' | 'b'>;
  readonly optimisers: { readonly generator: Optimiser; readonly discriminator: Optimiser };
  /**
   * Which ways must lead back: `both` is DiscoGAN; `one`, from A to B and back, and `none`, from A to B alone, are the
   * paper's comparisons, in which nothing is to be of domain A and its discriminator does not play. 'both' by default.
   */
  readonly reconstruction?: 'both' | 'one' | 'none';
  /** Weight of each reconstruction beside its GAN loss; 1 in the paper. */
  readonly reconstructionWeight?: number;
  /** How far a reconstruction is from the sample; the mean square by default. */
  readonly distance?: (a: tf.Tensor, b: tf.Tensor) => tf.Scalar;
  /** Generator updates a step; 2 in the authors' code. */
  readonly generatorUpdates?: number;
}

/**
 * DiscoGAN (Kim et al. 2017, arXiv 1703.05192, section 2.3): two generators that translate between two domains and undo each
 * other. Logs `discriminatorLossA`, `discriminatorLossB`, `generatorLossA`, `generatorLossB`, `reconstructionA` (A to B to A)
 * and `reconstructionB`.
 *
 * @throws RangeError if the networks do not fit each other or the data
 */
export function discogan(options: DiscoganOptions): Game {
  const { ab, ba, discriminatorA, discriminatorB, loss, data, optimisers } = options;
  const { reconstruction = 'both', reconstructionWeight = 1, distance = meanSquare } = options;
  gives('discogan', data, { a: ab.input, b: ba.input });
  feeds(ab, ba, ab, discriminatorB);
  feeds(ba, discriminatorA);
  const judgeA = critic(discriminatorA, { loss, suffix: 'A' });
  const judgeB = critic(discriminatorB, { loss, suffix: 'B' });
  const training = { training: true };
  const [both, back] = [reconstruction === 'both', reconstruction !== 'none'];
  const undone = (name: string, x: tf.Tensor, again: tf.Tensor) =>
    [reconstructionWeight, term(name, distance(again, x))] as const;
  return {
    name: `DiscoGAN with ${reconstruction} reconstruction, ${loss.name}`,
    networks: { ab, ba, discriminatorA, discriminatorB },
    sources: { data },
    players: {
      discriminator: player({
        networks: both ? [discriminatorA, discriminatorB] : [discriminatorB],
        ...{ optimiser: optimisers.discriminator, pure: loss.pure },
        inputs() {
          const { a, b } = data.next();
          return { a, b, fakeB: ab.apply(a, training), ...(both && { fakeA: ba.apply(b, training) }) };
        },
        objective({ a, b, fakeA, fakeB }) {
          const ofB = judgeB.discriminatorLoss({ real: [b], fake: [fakeB] }, {});
          return fakeA ? sum(judgeA.discriminatorLoss({ real: [a], fake: [fakeA] }, {}), ofB) : ofB;
        },
      }),
      generator: player({
        ...{ networks: back ? [ab, ba] : [ab], optimiser: optimisers.generator, pure: loss.pure },
        updatesPerStep: options.generatorUpdates ?? 1,
        inputs: () => data.next(),
        objective({ a, b }) {
          const fakeB = ab.apply(a, training);
          const toB = judgeB.generatorLoss({ fake: [fakeB], real: [b] });
          if (!back) return toB;
          const wayOfA = sum(toB, undone('reconstructionA', a, ba.apply(fakeB, training)));
          if (!both) return wayOfA;
          const fakeA = ba.apply(b, training);
          const toA = judgeA.generatorLoss({ fake: [fakeA], real: [a] });
          return sum(wayOfA, toA, undone('reconstructionB', b, ab.apply(fakeA, training)));
        },
      }),
    },
  };
}

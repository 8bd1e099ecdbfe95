import * as tf from '@tensorflow/tfjs-core';
import { sum, term, type GanLoss, type Parts, type Penalty, type Term } from '../losses';
import type { Network, NetworkApplyOptions } from '../models';
import { concat, joinBatches, splitBatches } from '../ops';
import { stream, type Stateful } from '../random';
import { givesLogits } from './checks';
import type { Inputs } from './game';

/** Real and generated samples, one or several tensors each, and what goes with both: a label, an input picture. */
export interface Sides {
  readonly real: Parts;
  readonly fake: Parts;
  /** Told to the critic behind the parts, the same on both sides; no penalty is on its slope by these. */
  readonly given?: Parts;
}

export interface CriticOptions {
  readonly loss: GanLoss;
  readonly penalty?: Penalty | undefined;
  /** Fixes what the penalty draws. */
  readonly seed?: number | undefined;
  /** Behind the names in the log, for games with several critics: `A` gives `discriminatorLossA`. */
  readonly suffix?: string;
}

/** A discriminator or critic at work: any network or networks, the loss on its logits, and what bounds its slope. */
export interface Critic {
  /** Its loss and its penalty, for the name of a game. */
  readonly name: string;
  readonly networks: readonly Network[];
  readonly sources: Readonly<Record<string, Stateful>>;
  readonly pure: boolean;
  /** What its own update draws at random: for `inputs`. */
  draw(real: Parts): Record<string, tf.Tensor>;
  /** What a generator's update draws for the critic to judge so many samples. */
  drawJudging(count: number): Record<string, tf.Tensor>;
  /** The logits of both sides. */
  logits(sides: Sides, inputs: Inputs): readonly [onReal: tf.Tensor, onFake: tf.Tensor];
  /**
   * What the critic minimises. Both sides go through it at once, which is faster; batch normalisation, which ties the
   * samples of a batch together, takes each side for a batch of its own (Ioffe & Szegedy 2015, as DCGAN trains).
   */
  discriminatorLoss(sides: Sides, inputs: Inputs): Term;
  /** What a generator minimises to be taken for real. `real` is for losses that see it (`loss.seesReal`). */
  generatorLoss(sides: Partial<Sides> & Pick<Sides, 'fake'>, inputs?: Inputs): Term;
}

/** Networks that judge several tensors: bodies, and a head on what they make of them. */
export interface Judge {
  readonly networks: readonly Network[];
  /** Logits `[batch, 1]`, or a map of them, of parts and what is given, in this order. */
  logits(parts: Parts, options: NetworkApplyOptions): tf.Tensor;
}

/**
 * The critic that a network is; of several tensors it takes the concatenation on the last axis.
 *
 * @throws RangeError if a network does not end in logits
 *
 * @example critic({ networks: [body, head], logits: ([x, y], o) => head.apply(concat([body.apply(x!, o), y!]), o) }, { loss })
 */
export function critic(judge: Network | Judge, { loss, penalty, seed, suffix = '' }: CriticOptions): Critic {
  const { networks, logits } = 'logits' in judge ? judge : ofNetwork(judge);
  givesLogits(networks.at(-1)!);
  const random = stream(seed ?? networks[0]!.seed, `gradient penalty${suffix && ` ${suffix}`}`);
  const drawJudging = (count: number) =>
    Object.assign({}, ...networks.map((each) => each.draw(count))) as Inputs;
  const ofBoth: Critic['logits'] = ({ real, fake, given = [] }, inputs) => {
    const parts = [...real.map((part, i) => [part, fake[i]!]), ...given.map((part) => [part, part])];
    const both = logits(parts.map(joinBatches), { training: true, batches: 2, drawn: inputs });
    return splitBatches(both, 2) as [tf.Tensor, tf.Tensor];
  };
  const value = (sides: Sides, inputs: Inputs): Term => {
    const found = loss.discriminator(...ofBoth(sides, inputs));
    const named = term(`discriminatorLoss${suffix}`, found);
    if (!loss.estimate) return named;
    return { ...named, log: { ...named.log, [`${loss.estimate}${suffix}`]: tf.neg(found) } };
  };
  const judged = (parts: Parts, drawn: Inputs) => logits(parts, { training: true, drawn });
  return {
    name: [loss.name, ...(penalty ? [penalty.name] : [])].join(', '),
    networks,
    pure: loss.pure,
    sources: penalty ? { [`gradientPenalty${suffix}`]: random } : {},
    draw: (real) => ({ ...drawJudging(2 * real[0]!.shape[0]), ...penalty?.draw(random, real) }),
    drawJudging,
    logits: ofBoth,
    discriminatorLoss(sides, inputs) {
      if (!penalty) return value(sides, inputs);
      const { real, fake, given = [] } = sides;
      const slope = penalty.value((parts) => judged([...parts, ...given], {}), real, fake, inputs);
      return sum(value(sides, inputs), [penalty.weight, term(`gradientPenalty${suffix}`, slope)]);
    },
    generatorLoss({ fake, real, given = [] }, inputs = {}) {
      const onFake = judged([...fake, ...given], inputs);
      const onReal = real && loss.seesReal ? judged([...real, ...given], inputs) : undefined;
      return term(`generatorLoss${suffix}`, loss.generator(onFake, onReal));
    },
  };
}

const ofNetwork = (network: Network): Judge => ({
  networks: [network],
  logits: (parts, options) => network.apply(parts.length === 1 ? parts[0]! : concat(parts), options),
});

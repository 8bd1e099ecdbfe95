import * as tf from '@tensorflow/tfjs-core';
import type { Batches, CodedLatents, Codes, Distortions } from '../data';
import {
  categoricalEntropy,
  categoricalLogLikelihood,
  gaussianLogLikelihood,
  sharedInformation,
  uniformEntropy,
  type GanLoss,
} from '../losses';
import type { Network } from '../models';
import { joinBatches, splitBatches, type Optimiser } from '../ops';
import { repeating, type Game } from './game';
import { fits, givesOneLogit } from './gan';

export interface InfoganOptions {
  readonly generator: Network;
  /** The layers that discriminator and Q share. */
  readonly trunk: Network;
  /** The discriminator's head on the trunk: one logit. */
  readonly discriminator: Network;
  /** Q's head on the trunk: `qOutputs(codes)` numbers. */
  readonly q: Network;
  readonly loss: GanLoss;
  readonly data: Batches;
  readonly latents: CodedLatents;
  readonly optimisers: { readonly generator: Optimiser; readonly discriminator: Optimiser };
  /**
   * λ: how much the generator is asked to make c readable (1 in the paper). At 0 the game is a plain GAN with the same
   * Q trained beside it: Q (and with it the trunk) learns to read what it can, the generator is not asked for anything.
   */
  readonly lambda: number;
  /**
   * Not in the paper: asks Q to read the same category in a real image and in a distorted copy of it, by so much times
   * the information that both readings share (Ji et al. 2019). With the weight 0, or none given, nothing is distorted.
   * The samples have to be images.
   */
  readonly invariance?: { readonly weight: number; readonly distortions: Distortions } | undefined;
  /** Whether Q also gives log σ of each continuous code; by default σ = 1, as in the authors' run. */
  readonly learnDeviation?: boolean;
}

/**
 * How many numbers Q gives a sample: the logits of each categorical code, then a mean for each continuous one, then,
 * if it is learned, the logarithm of its standard deviation.
 */
export function qOutputs(codes: Codes, learnDeviation = false): number {
  return logitsOf(codes) + codes.continuous * (learnDeviation ? 2 : 1);
}

/** How many of them are logits. */
const logitsOf = ({ categorical }: Codes): number => categorical.reduce((sum, k) => sum + k, 0);

interface Sides extends tf.NamedTensorMap {
  real: tf.Tensor;
  fake: tf.Tensor;
  codes: tf.Tensor;
  /** What Q is to read the same in as in `real`; nothing without `invariance`. */
  distorted?: tf.Tensor;
}

/**
 * InfoGAN (Chen et al. 2016, equation 6): a GAN whose generator is also asked to keep the mutual information between
 * the codes c and its samples high, through the bound L_I = E log Q(c|x) + H(c).
 *
 * Q is trained to read the codes in the discriminator's turns, on the samples that are there anyway; in its own turns
 * the generator minimises its GAN loss − λ L_I. Logs `discriminatorLoss`, `generatorLoss`, and in nats
 * `informationCategorical` (at most Σ ln k), `informationContinuous` and, with `invariance`, `informationShared` (at most
 * Σ ln k).
 */
export function infogan(options: InfoganOptions): Game {
  const { generator, trunk, discriminator, q, loss, data, latents, optimisers, lambda } = options;
  const invariance =
    options.invariance?.weight === 0 ? undefined : options.invariance && { ...options.invariance };
  check(options);
  const read = (features: tf.Tensor) => q.apply(features, { training: true });
  const bound = (features: tf.Tensor, codes: tf.Tensor) =>
    informationBound(read(features), codes, latents.codes, options.learnDeviation);
  const codesOf = (z: tf.Tensor2D) => tf.slice(z, [0, latents.noise], [-1, latents.size - latents.noise]);
  const reader = repeating<Sides>(
    {
      name: 'discriminator and Q',
      networks: [trunk, discriminator, q],
      optimiser: optimisers.discriminator,
      turns: 1,
      prepare() {
        const z = latents.next(data.batchSize);
        const real = data.next().x;
        const distorted = invariance ? { distorted: invariance.distortions.apply(real) } : {};
        return { real, fake: generator.apply(z, { training: true }), codes: codesOf(z), ...distorted };
      },
      objective({ real, fake, codes, distorted }) {
        const sides = distorted ? [real, fake, distorted] : [real, fake];
        const features = trunk.apply(joinBatches(sides), { training: true, batches: sides.length });
        const [ofReal, ofFake, ofDistorted] = splitBatches(features, sides.length);
        const value = loss.discriminator(
          discriminator.apply(ofReal!, { training: true }),
          discriminator.apply(ofFake!, { training: true }),
        );
        const information = bound(ofFake!, codes);
        const total = tf.add(information.categorical, information.continuous);
        const log = {
          discriminatorLoss: value,
          informationCategorical: information.categorical,
          informationContinuous: information.continuous,
        };
        if (!invariance || !distorted) return { minimise: tf.sub(value, total), log };
        const informationShared = shared(read(ofReal!), read(ofDistorted!), latents.codes);
        const maximised = tf.add(total, tf.mul(invariance.weight, informationShared));
        return { minimise: tf.sub(value, maximised), log: { ...log, informationShared } };
      },
    },
    loss,
    [trunk, discriminator, q],
  );
  const artist = repeating<tf.Tensor2D>(
    {
      name: 'generator',
      networks: [generator],
      optimiser: optimisers.generator,
      turns: 1,
      prepare: () => latents.next(data.batchSize),
      objective(z) {
        const features = trunk.apply(generator.apply(z, { training: true }), { training: true });
        const value = loss.generator(discriminator.apply(features, { training: true }));
        if (lambda === 0) return { minimise: value, log: { generatorLoss: value } };
        const information = bound(features, codesOf(z));
        const total = tf.add(information.categorical, information.continuous);
        return { minimise: tf.sub(value, tf.mul(lambda, total)), log: { generatorLoss: value } };
      },
    },
    loss,
    [generator, trunk, discriminator, q],
  );
  return {
    name: lambda === 0 ? 'GAN with Q beside it' : 'InfoGAN',
    networks: { generator, trunk, discriminator, q },
    players: [reader, artist],
    sources: { data, latents, ...(invariance && { distortions: invariance.distortions }) },
  };
}

/**
 * L_I of each kind of code, in nats, from Q's outputs.
 *
 * @param outputs `[batch, qOutputs]`
 * @param given `[batch, size of the codes]` as the generator got them, one-hot where categorical
 */
function informationBound(outputs: tf.Tensor, given: tf.Tensor, codes: Codes, learnDeviation = false) {
  const { categorical, continuous } = codes;
  const deviations = learnDeviation ? [continuous] : [];
  const read = columns(outputs, [...categorical, continuous, ...deviations]);
  const truth = columns(given, [...categorical, continuous]);
  const [mean, logDeviation] = read.slice(categorical.length);
  const each = categorical.map((k, i) =>
    tf.add<tf.Scalar>(categoricalLogLikelihood(read[i]!, truth[i]!), categoricalEntropy(k)),
  );
  return {
    categorical: sumOf(each),
    continuous: tf.add<tf.Scalar>(
      gaussianLogLikelihood(mean!, truth.at(-1)!, logDeviation),
      uniformEntropy(continuous),
    ),
  };
}

/** The information that two of Q's readings share, in nats, all categorical codes together. */
function shared(once: tf.Tensor, again: tf.Tensor, codes: Codes): tf.Scalar {
  const others = once.shape[1]! - logitsOf(codes);
  const [a, b] = [once, again].map((outputs) => columns(outputs, [...codes.categorical, others]));
  return sumOf(codes.categorical.map((_, i) => sharedInformation(a![i]!, b![i]!)));
}

/** 0 if there are none. */
const sumOf = (scalars: readonly tf.Scalar[]): tf.Scalar =>
  scalars.reduce<tf.Scalar>((sum, each) => tf.add(sum, each), tf.scalar(0));

/** `x` cut into blocks of so many columns; `tf.split` has no gradient where there is but one. */
const columns = (x: tf.Tensor, sizes: number[]): tf.Tensor[] =>
  sizes.length === 1 ? [x] : tf.split(x, sizes, 1);

function check(options: InfoganOptions): void {
  const { generator, trunk, discriminator, q, data, latents } = options;
  fits('the latents', [latents.size], generator);
  fits(`the output of ${generator.name}`, generator.outputShape, trunk);
  fits('a sample of the data', data.sampleShape, trunk);
  fits(`the output of ${trunk.name}`, trunk.outputShape, discriminator);
  fits(`the output of ${trunk.name}`, trunk.outputShape, q);
  givesOneLogit(discriminator);
  const outputs = qOutputs(latents.codes, options.learnDeviation);
  if (q.outputShape.join() !== String(outputs)) {
    throw new RangeError(`${q.name}: [${outputs}] outputs are expected, got [${q.outputShape.join(', ')}]`);
  }
}

import * as tf from '@tensorflow/tfjs-core';
import type { Batches, CodedLatents, Codes } from '../data';
import {
  categoricalEntropy,
  categoricalLogLikelihood,
  gaussianLogLikelihood,
  uniformEntropy,
  type GanLoss,
} from '../losses';
import type { Network } from '../models';
import type { Optimiser } from '../ops';
import type { Game, Player } from './game';
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
  /** Whether Q also gives log σ of each continuous code; by default σ = 1, as in the authors' run. */
  readonly learnDeviation?: boolean;
}

/**
 * How many numbers Q gives a sample: the logits of each categorical code, then a mean for each continuous one, then,
 * if it is learned, the logarithm of its standard deviation.
 */
export function qOutputs(codes: Codes, learnDeviation = false): number {
  const logits = codes.categorical.reduce((sum, k) => sum + k, 0);
  return logits + codes.continuous * (learnDeviation ? 2 : 1);
}

interface Sides extends tf.NamedTensorMap {
  real: tf.Tensor;
  fake: tf.Tensor;
  codes: tf.Tensor;
}

/**
 * InfoGAN (Chen et al. 2016, equation 6): a GAN whose generator is also asked to keep the mutual information between
 * the codes c and its samples high, through the bound L_I = E log Q(c|x) + H(c).
 *
 * Q is trained to read the codes in the discriminator's turns, on the samples that are there anyway; in its own turns
 * the generator minimises its GAN loss − λ L_I. Logs `discriminatorLoss`, `generatorLoss`, and in nats
 * `informationCategorical` (at most Σ ln k) and `informationContinuous`.
 */
export function infogan(options: InfoganOptions): Game {
  const { generator, trunk, discriminator, q, loss, data, latents, optimisers, lambda } = options;
  check(options);
  const bound = (features: tf.Tensor, codes: tf.Tensor) =>
    informationBound(q.apply(features, { training: true }), codes, latents.codes, options.learnDeviation);
  const codesOf = (z: tf.Tensor2D) => tf.slice(z, [0, latents.noise], [-1, latents.size - latents.noise]);
  const players: [Player<Sides>, Player<tf.Tensor2D>] = [
    {
      name: 'discriminator and Q',
      networks: [trunk, discriminator, q],
      optimiser: optimisers.discriminator,
      turns: 1,
      prepare() {
        const z = latents.next(data.batchSize);
        return { real: data.next().x, fake: generator.apply(z, { training: true }), codes: codesOf(z) };
      },
      objective({ real, fake, codes }) {
        const onReal = discriminator.apply(trunk.apply(real, { training: true }), { training: true });
        const features = trunk.apply(fake, { training: true });
        const value = loss.discriminator(onReal, discriminator.apply(features, { training: true }));
        const information = bound(features, codes);
        return {
          minimise: tf.sub(value, tf.add(information.categorical, information.continuous)),
          log: {
            discriminatorLoss: value,
            informationCategorical: information.categorical,
            informationContinuous: information.continuous,
          },
        };
      },
    },
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
  ];
  return {
    name: lambda === 0 ? 'GAN with Q beside it' : 'InfoGAN',
    networks: { generator, trunk, discriminator, q },
    players: players,
    sources: { data, latents },
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
    tf.add(categoricalLogLikelihood(read[i]!, truth[i]!), categoricalEntropy(k)),
  );
  return {
    categorical: each.reduce<tf.Scalar>((sum, bound) => tf.add(sum, bound), tf.scalar(0)),
    continuous: tf.add<tf.Scalar>(
      gaussianLogLikelihood(mean!, truth.at(-1)!, logDeviation),
      uniformEntropy(continuous),
    ),
  };
}

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

import * as tf from '@tensorflow/tfjs-core';
import type { Codes } from '../data';
import {
  categoricalEntropy,
  categoricalLogLikelihood,
  gaussianLogLikelihood,
  sum,
  term,
  uniformEntropy,
  type Term,
} from '../losses';

/**
 * How many numbers Q gives a sample: the logits of each categorical code, then a mean for each continuous one, then,
 * if it is learned, the logarithm of its standard deviation.
 */
export function qOutputs({ categorical, continuous }: Codes, learnDeviation = false): number {
  return categorical.reduce((total, k) => total + k, 0) + continuous * (learnDeviation ? 2 : 1);
}

/** Options of `information`. */
export interface InformationOptions {
  /** Whether Q also gives log σ of each continuous code; by default σ = 1. */
  readonly learnDeviation?: boolean;
  /** Of the continuous codes' part; 1 by default. */
  readonly continuousWeight?: number;
}

/** `x` cut into blocks of so many columns; `tf.split` has no gradient where there is but one. */
export const columns = (x: tf.Tensor, sizes: readonly number[]): tf.Tensor[] =>
  sizes.length === 1 ? [x] : tf.split(x, [...sizes], 1);

/**
 * The bound L_I of InfoGAN in nats (Chen et al. 2016, equation 5), negated to be minimised; logs
 * `informationCategorical` (at most Σ ln k) and `informationContinuous`, neither negated nor weighted.
 *
 * @param outputs `[batch, qOutputs]`, what Q reads
 * @param given `[batch, columns of the codes]`, what the generator was given
 */
export function information(
  outputs: tf.Tensor,
  given: tf.Tensor,
  codes: Codes,
  { learnDeviation = false, continuousWeight = 1 }: InformationOptions = {},
): Term {
  const { categorical, continuous } = codes;
  const read = columns(outputs, [...categorical, continuous, ...(learnDeviation ? [continuous] : [])]);
  const truth = columns(given, [...categorical, continuous]);
  const [mean, logDeviation] = read.slice(categorical.length);
  const ofCategories = categorical
    .map((k, i) => tf.add<tf.Scalar>(categoricalLogLikelihood(read[i]!, truth[i]!), categoricalEntropy(k)))
    .reduce((total, each) => tf.add(total, each), tf.scalar(0));
  const ofContinuous = tf.add<tf.Scalar>(
    gaussianLogLikelihood(mean!, truth.at(-1)!, logDeviation),
    uniformEntropy(continuous),
  );
  return sum(
    ...([
      [-1, term('informationCategorical', ofCategories)],
      [-continuousWeight, term('informationContinuous', ofContinuous)],
    ] as const),
  );
}

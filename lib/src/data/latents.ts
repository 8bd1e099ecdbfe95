import * as tf from '@tensorflow/tfjs-core';
import { stream, type RandomState } from '../random';

/** What a generator is fed: draws from its prior, without end. */
export interface Latents {
  /** Numbers a sample. */
  readonly size: number;
  /** `[count, size]` numbers of the prior. The receiver disposes them. */
  next(count: number): tf.Tensor2D;
  save(): RandomState;
  restore(state: RandomState): void;
}

/** z ~ N(0, 1), the prior of most GANs. */
export function normalLatents({ size, seed, name = 'latents' }: LatentOptions): Latents {
  return latents({ size, seed, name }, (random, values) => random.fillNormal(values));
}

/** z ~ Unif(−1, 1), the prior of the DCGAN paper. */
export function uniformLatents({ size, seed, name = 'latents' }: LatentOptions): Latents {
  return latents({ size, seed, name }, (random, values) => random.fillUniform(values, -1, 1));
}

interface LatentOptions {
  size: number;
  seed: number;
  /** Name of the random stream; a second source with the same seed needs another. */
  name?: string;
}

function latents(
  { size, seed, name }: Required<LatentOptions>,
  fill: (random: ReturnType<typeof stream>, values: Float32Array) => void,
): Latents {
  const random = stream(seed, name);
  return {
    size,
    next(count) {
      const values = new Float32Array(count * size);
      fill(random, values);
      return tf.tensor2d(values, [count, size]);
    },
    save: () => random.save(),
    restore: (state) => random.restore(state),
  };
}

/** The latent code c of InfoGAN: what shares the generator's input with the noise z, and what Q must find again. */
export interface Codes {
  /** Categories of each categorical code, drawn uniformly: `[10]` for MNIST in the paper. */
  readonly categorical: readonly number[];
  /** How many continuous codes, each Unif(−1, 1). */
  readonly continuous: number;
}

export interface CodedLatents extends Latents {
  readonly noise: number;
  readonly codes: Codes;
  /**
   * Latents whose parts are given instead of drawn: a sweep of one code over fixed noise, say. Continuous codes may
   * leave the range that they are drawn from.
   *
   * @throws RangeError if a category is none of its code
   */
  compose(parts: LatentParts): tf.Tensor2D;
}

export interface LatentParts {
  readonly count: number;
  /** `count × noise` numbers. */
  readonly noise: Float32Array;
  /** For each categorical code, the category of each sample. */
  readonly categories: readonly ArrayLike<number>[];
  /** `count × codes.continuous` numbers. */
  readonly continuous: Float32Array;
}

/**
 * The generator's input in InfoGAN (Chen et al. 2016, section 7 and appendix C.1): `[noise | one-hot categories … |
 * continuous codes]`, in this order.
 */
export function codedLatents({
  noise,
  codes,
  seed,
  name = 'latents',
}: {
  noise: number;
  codes: Codes;
  seed: number;
  name?: string;
}): CodedLatents {
  const random = stream(seed, name);
  const size = noise + codes.categorical.reduce((sum, k) => sum + k, 0) + codes.continuous;
  const compose = (parts: LatentParts): tf.Tensor2D => {
    const values = new Float32Array(parts.count * size);
    for (let i = 0; i < parts.count; i++) {
      let at = i * size;
      values.set(parts.noise.subarray(i * noise, (i + 1) * noise), at);
      at += noise;
      codes.categorical.forEach((k, which) => {
        const category = parts.categories[which]![i]!;
        if (!Number.isInteger(category) || category < 0 || category >= k) {
          throw new RangeError(
            `categorical code ${which + 1} of sample ${i}: a whole number from 0 to ${k - 1} is allowed, got ${category}`,
          );
        }
        values[at + category] = 1;
        at += k;
      });
      values.set(parts.continuous.subarray(i * codes.continuous, (i + 1) * codes.continuous), at);
    }
    return tf.tensor2d(values, [parts.count, size]);
  };
  return {
    size,
    noise,
    codes,
    compose,
    next: (count) =>
      compose({
        count,
        noise: random.fillNormal(new Float32Array(count * noise)),
        categories: codes.categorical.map((k) => Uint8Array.from({ length: count }, () => random.integer(k))),
        continuous: random.fillUniform(new Float32Array(count * codes.continuous), -1, 1),
      }),
    save: () => random.save(),
    restore: (state) => random.restore(state),
  };
}

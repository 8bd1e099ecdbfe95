import * as tf from '@tensorflow/tfjs-core';
import { stream, type RandomState, type Stateful } from '../random';
import type { Batch, Shapes } from './batches';
import { composeLatents, latentLayout, type Codes, type LatentParts } from './latent-layout';

/** What a generator is fed: draws from its prior, without end. `z` is its whole input. */
export interface Latents<K extends string = 'z'> extends Stateful {
  /** Numbers a sample of `z`. */
  readonly size: number;
  readonly shapes: Shapes<K>;
  /** `count` samples: `z` `[count, size]`, and whatever else the shapes name. The receiver disposes them. */
  next(count: number): Batch<K>;
}

export interface LatentOptions {
  size: number;
  seed: number;
  /** Name of the random stream; a second source with the same seed needs another. */
  name?: string;
}

/** z ~ N(0, 1), the prior of most GANs. */
export function normalLatents({ size, seed, name = 'latents' }: LatentOptions): Latents {
  return latents({ size, seed, name }, (random, values) => random.fillNormal(values));
}

/** z ~ Unif(−1, 1), the prior of the DCGAN paper. */
export function uniformLatents({ size, seed, name = 'latents' }: LatentOptions): Latents {
  return latents({ size, seed, name }, (random, values) => random.fillUniform(values, -1, 1));
}

function latents(
  { size, seed, name }: Required<LatentOptions>,
  fill: (random: ReturnType<typeof stream>, values: Float32Array) => void,
): Latents {
  const random = stream(seed, name);
  return {
    size,
    shapes: { z: [size] },
    next(count) {
      const values = new Float32Array(count * size);
      fill(random, values);
      return { z: tf.tensor2d(values, [count, size]) };
    },
    save: () => random.save(),
    restore: (state: RandomState) => random.restore(state),
  };
}

/**
 * Latents with a code in them. `next` gives, beside `z`, `codes` `[count, sum of the codes' columns]`: the columns of `z`
 * behind the noise, one-hot where categorical.
 */
export interface CodedLatents extends Latents<'z' | 'codes'> {
  /** Numbers of noise a sample. */
  readonly noise: number;
  readonly codes: Codes;
  /**
   * Latents whose parts are given instead of drawn: a sweep of one code over fixed noise, say. Continuous codes may
   * leave the range that they are drawn from.
   *
   * @returns `z` `[count, size]`
   * @throws RangeError if a category is none of its code
   */
  compose(parts: LatentParts): tf.Tensor2D;
}

/** The generator's input in InfoGAN: noise z ~ N(0, 1), uniform categories, Unif(−1, 1) continuous codes. */
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
  const { size } = latentLayout(noise, codes);
  const ofCodes = size - noise;
  const composed = (parts: LatentParts) => composeLatents(noise, codes, parts);
  return {
    size,
    noise,
    codes,
    shapes: { z: [size], codes: [ofCodes] },
    compose: (parts) => tf.tensor2d(composed(parts), [parts.count, size]),
    next(count) {
      const values = composed({
        count,
        noise: random.fillNormal(new Float32Array(count * noise)),
        categories: codes.categorical.map((k) => Uint8Array.from({ length: count }, () => random.integer(k))),
        continuous: random.fillUniform(new Float32Array(count * codes.continuous), -1, 1),
      });
      const own = new Float32Array(count * ofCodes);
      for (let row = 0; row < count; row++) {
        own.set(values.subarray(row * size + noise, (row + 1) * size), row * ofCodes);
      }
      return { z: tf.tensor2d(values, [count, size]), codes: tf.tensor2d(own, [count, ofCodes]) };
    },
    save: () => random.save(),
    restore: (state: RandomState) => random.restore(state),
  };
}

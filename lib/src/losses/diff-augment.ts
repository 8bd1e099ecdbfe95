import * as tf from '@tensorflow/tfjs-core';
import { reshape } from '../ops';
import type { RandomStream } from '../random';

/** A random change of samples through which gradients pass: what a discriminator sees instead of the samples. */
export interface Augmentation {
  readonly name: string;
  /** What it draws for so many samples of this shape, as tensors with a row a sample; they are given back to `apply`. */
  draw(random: RandomStream, shape: readonly number[]): Record<string, tf.Tensor>;
  apply(x: tf.Tensor, drawn: Readonly<Record<string, tf.Tensor>>): tf.Tensor;
}

/** What `diffAugment` can change of a picture. */
export type Policy = 'colour' | 'translation' | 'cutout';

/** The parts that the paper's code fixes. */
const SHIFT = 1 / 8; // of the side, at most
const HOLE = 1 / 2; // of the side

/**
 * Differentiable augmentation (Zhao et al. 2020, arXiv 2006.10738, section 3.2, with the ranges of its authors' code). Of
 * each picture in [−1, 1], independently:
 *
 * - `colour`: brightness, x + b with b ~ Unif(−½, ½); saturation, m + s (x − m) about the mean m of each pixel's channels,
 *   s ~ Unif(0, 2); contrast, M + c (x − M) about the mean M of the picture, c ~ Unif(½, 1½)
 * - `translation`: by whole pixels up to an eighth of the side, each direction by itself; what comes in is 0, grey
 * - `cutout`: a square of half the side becomes 0, its centre anywhere
 *
 * Real and generated pictures go through it alike, so a generator that draws the real ones still wins nothing by drawing
 * changed ones.
 */
export const diffAugment = (
  policies: readonly Policy[] = ['colour', 'translation', 'cutout'],
): Augmentation => {
  const changes = policies.map((policy) => CHANGES[policy]);
  return {
    name: `DiffAugment (${policies.join(', ')})`,
    draw: (random, shape) => {
      if (shape.length !== 4) {
        throw new RangeError(
          `diffAugment: pictures [batch, height, width, channels] are allowed, got [${shape}]`,
        );
      }
      return Object.assign({}, ...changes.map(({ draw }) => draw(random, shape))) as Record<
        string,
        tf.Tensor
      >;
    },
    apply: (x, drawn) => changes.reduce((changed, { apply }) => apply(changed as tf.Tensor4D, drawn), x),
  };
};

type Change = Pick<Augmentation, 'draw'> & {
  apply(x: tf.Tensor4D, drawn: Readonly<Record<string, tf.Tensor>>): tf.Tensor4D;
};

const CHANGES: Readonly<Record<Policy, Change>> = {
  colour: {
    draw(random, [count]) {
      const each = (low: number, high: number) =>
        tf.tensor4d(random.fillUniform(new Float32Array(count!), low, high), [count!, 1, 1, 1]);
      return { brightness: each(-0.5, 0.5), saturation: each(0, 2), contrast: each(0.5, 1.5) };
    },
    // All three at once, multiplied out: c s x + c (1 − s) m + (1 − c) M + b, with the means of x itself.
    apply(x, { brightness: b, saturation: s, contrast: c }) {
      const ofPixel = tf.mul(tf.mul(c!, tf.sub(1, s!)), tf.mean(x, 3, true));
      const ofPicture = tf.add(tf.mul(tf.sub(1, c!), tf.mean(x, [1, 2, 3], true)), b!);
      return tf.add(tf.mul(tf.mul(c!, s!), x), tf.add(ofPixel, ofPicture));
    },
  },
  translation: {
    draw: (random, [count, height, width]) => ({
      rows: shifts(random, count!, height!),
      columns: shifts(random, count!, width!),
    }),
    apply: (x, { rows, columns }) => swapped(alongRows(swapped(alongRows(x, rows!)), columns!)),
  },
  cutout: {
    draw: (random, [count, height, width]) => ({ kept: squares(random, count!, height!, width!) }),
    apply: (x, { kept }) => tf.mul(x, kept!),
  },
};

/** `[count, side, side]`: matrices that shift a column of pixels. */
function shifts(random: RandomStream, count: number, side: number): tf.Tensor3D {
  const most = Math.floor(side * SHIFT + 0.5);
  const values = new Float32Array(count * side * side);
  for (let i = 0; i < count; i++) {
    const shift = random.integer(2 * most + 1) - most;
    for (let to = Math.max(0, shift); to < Math.min(side, side + shift); to++) {
      values[(i * side + to) * side + to - shift] = 1;
    }
  }
  return tf.tensor3d(values, [count, side, side]);
}

/** Each picture's rows become what its matrix makes of them. */
function alongRows(x: tf.Tensor4D, matrices: tf.Tensor): tf.Tensor4D {
  const [count, height, width, channels] = x.shape;
  return reshape(tf.matMul(matrices, reshape(x, [count, height, width * channels])), x.shape) as tf.Tensor4D;
}

const swapped = (x: tf.Tensor4D): tf.Tensor4D => tf.transpose(x, [0, 2, 1, 3]);

/** `[count, height, width, 1]`: 0 in a square of half the size, 1 elsewhere. */
function squares(random: RandomStream, count: number, height: number, width: number): tf.Tensor4D {
  const kept = new Float32Array(count * height * width).fill(1);
  const [tall, wide] = [height, width].map((side) => Math.floor(side * HOLE + 0.5)) as [number, number];
  for (let i = 0; i < count; i++) {
    const top = random.integer(height + 1 - (tall % 2)) - Math.floor(tall / 2);
    const left = random.integer(width + 1 - (wide % 2)) - Math.floor(wide / 2);
    for (let row = Math.max(0, top); row < Math.min(height, top + tall); row++) {
      const at = (i * height + row) * width;
      kept.fill(0, at + Math.max(0, left), at + Math.min(width, left + wide));
    }
  }
  return tf.tensor4d(kept, [count, height, width, 1]);
}

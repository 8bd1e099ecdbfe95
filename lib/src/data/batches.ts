import * as tf from '@tensorflow/tfjs-core';
import { stream, type RandomState, type RandomStream, type Stateful } from '../random';
import type { ImageSet } from './mnist';
import { sampleMixture, type Mixture } from './mixture';

/** Named tensors whose first dimension is the sample: `{ x, labels }`, `{ a, b }`. Whoever receives them disposes them. */
export type Batch<K extends string = string> = Readonly<Record<K, tf.Tensor>>;

/** The shape of one sample of each tensor of a batch, by its name. */
export type Shapes<K extends string = string> = Readonly<Record<K, readonly number[]>>;

/** Batches without end. A source of more tensors serves wherever one of fewer is asked for. */
export interface Batches<K extends string = string> extends Stateful {
  /** Samples a batch. */
  readonly batchSize: number;
  readonly shapes: Shapes<K>;
  next(): Batch<K>;
  /** Where in the data we are: what `restore` needs to go on with exactly the batches that would have followed. */
  save(): object;
}

/** Where in a set of images a source stands. */
interface Place {
  /** State of the random stream before the current epoch was shuffled. */
  readonly random: RandomState;
  /** Samples of the current epoch that were given out. */
  readonly position: number;
}

export interface BatchOptions {
  batchSize: number;
  seed: number;
  /** Name of the random stream; a second source with the same seed needs another. */
  name?: string;
}

/** Pixel bytes 0 to 255 become −1 to 1. */
const SCALED = Float32Array.from({ length: 256 }, (_, byte) => byte / 127.5 - 1);

/**
 * Batches of images: `x` `[batchSize, height, width, channels]`, float32 in [−1, 1], and their class numbers `labels`
 * `[batchSize]`, int32. Every epoch gives each image once, in a new order, and an epoch that does not divide by
 * `batchSize` flows over into the next.
 *
 * @throws RangeError if `batchSize` is not a whole number from 1 to the number of images.
 */
export function imageBatches(
  images: ImageSet,
  { batchSize, seed, name = 'data' }: BatchOptions,
): Batches<'x' | 'labels'> {
  checkBatchSize(batchSize, images.count);
  const random = stream(seed, name);
  const size = images.pixels.length / images.count;
  const shape = [batchSize, ...images.shape];
  let epoch = random.save();
  let order = random.permutation(images.count);
  let position = 0;
  return {
    batchSize,
    shapes: { x: images.shape, labels: [] },
    next() {
      const values = new Float32Array(batchSize * size);
      const labels = new Int32Array(batchSize);
      for (let i = 0; i < batchSize; i++) {
        if (position >= images.count) {
          epoch = random.save();
          order = random.permutation(images.count);
          position = 0;
        }
        const image = order[position++]!;
        labels[i] = images.labels[image]!;
        scaleInto(values, i * size, images.pixels, image * size, size);
      }
      return { x: tf.tensor(values, shape, 'float32'), labels: tf.tensor1d(labels, 'int32') };
    },
    save: (): Place => ({ random: epoch, position }),
    restore(state: Place) {
      if (!Number.isSafeInteger(state.position) || state.position < 0)
        throw new RangeError(`batches: position ${state.position} is no whole number of at least 0`);
      random.restore(state.random);
      epoch = state.random;
      order = random.permutation(images.count);
      position = state.position;
    },
  };
}

/** Batches of points of a mixture: `x` `[batchSize, dimensions]` and `labels` `[batchSize]`, the mode of each. */
export function mixtureBatches(
  mixture: Mixture,
  { batchSize, seed, name = 'data' }: BatchOptions,
): Batches<'x' | 'labels'> {
  return functionBatches({
    batchSize,
    shapes: { x: [mixture.centres[0]!.length], labels: [] },
    random: stream(seed, name),
    draw(random) {
      const { points, modes } = sampleMixture(mixture, batchSize, random);
      return { x: points, labels: Int32Array.from(modes) };
    },
  });
}

/**
 * Batches of whatever `draw` gives: any distribution from which one can sample.
 *
 * @param options.draw the numbers of one batch, row by row: Float32Array for float32, Int32Array for int32
 */
export function functionBatches<K extends string>({
  batchSize,
  shapes,
  random,
  draw,
}: {
  batchSize: number;
  shapes: Shapes<K>;
  random: RandomStream;
  draw: (random: RandomStream) => Readonly<Record<K, Float32Array | Int32Array>>;
}): Batches<K> {
  checkBatchSize(batchSize, Infinity);
  return {
    batchSize,
    shapes,
    next() {
      const drawn = Object.entries<Float32Array | Int32Array>(draw(random)).map(([name, values]) => {
        const type = values instanceof Int32Array ? 'int32' : 'float32';
        return [name, tf.tensor(values, [batchSize, ...shapes[name as K]], type)];
      });
      return Object.fromEntries(drawn) as Batch<K>;
    },
    save: () => random.save(),
    restore: (state: RandomState) => random.restore(state),
  };
}

/**
 * Some images of a set as one tensor `[n, height, width, channels]`, float32 in [−1, 1]: the reference set of a
 * metric, or a row of pictures.
 *
 * @param indices which images; by default all of them
 */
export function toTensor(
  images: ImageSet,
  indices: ArrayLike<number> = { length: images.count },
): tf.Tensor4D {
  const size = images.pixels.length / images.count;
  const values = new Float32Array(indices.length * size);
  for (let i = 0; i < indices.length; i++) {
    scaleInto(values, i * size, images.pixels, (indices[i] ?? i) * size, size);
  }
  return tf.tensor4d(values, [indices.length, ...images.shape], 'float32');
}

function scaleInto(target: Float32Array, at: number, pixels: Uint8Array, from: number, size: number): void {
  for (let k = 0; k < size; k++) target[at + k] = SCALED[pixels[from + k]!]!;
}

function checkBatchSize(batchSize: number, most: number): void {
  if (!Number.isInteger(batchSize) || batchSize < 1 || batchSize > most) {
    throw new RangeError(`batchSize: a whole number from 1 to ${most} is allowed, got ${batchSize}`);
  }
}

import * as tf from '@tensorflow/tfjs-core';
import { stream, type RandomState, type RandomStream } from '../random';
import type { ImageSet } from './mnist';
import { sampleMixture, type Mixture } from './mixture';

/** One batch of real samples. The receiver disposes `x`; `labels` holds until the next batch is drawn. */
export interface Batch {
  /** `[batchSize, …sampleShape]`, float32. */
  readonly x: tf.Tensor;
  /** Class, or mode, of each sample. */
  readonly labels: Uint8Array;
}

/** Real samples without end. */
export interface Batches {
  readonly batchSize: number;
  /** Shape of one sample. */
  readonly sampleShape: readonly number[];
  next(): Batch;
  /** Where in the data we are: what `restore` needs to go on with exactly the batches that would have followed. */
  save(): BatchesState;
  restore(state: BatchesState): void;
}

export interface BatchesState {
  /** State of the random stream; for images, as it was before the current epoch was shuffled. */
  readonly random: RandomState;
  /** Samples of the current epoch that were given out. */
  readonly position: number;
}

/** Pixel bytes 0 to 255 become −1 to 1. */
const SCALED = Float32Array.from({ length: 256 }, (_, byte) => byte / 127.5 - 1);

/**
 * Batches of images, float32 in [−1, 1]. Every epoch gives each image once, in a new order, and an epoch that does
 * not divide by `batchSize` flows over into the next. Nothing is allocated a step but the batch itself, whose memory
 * the backend takes over.
 *
 * @throws RangeError if `batchSize` is not a whole number from 1 to the number of images.
 */
export function imageBatches(
  images: ImageSet,
  { batchSize, seed, name = 'data' }: { batchSize: number; seed: number; name?: string },
): Batches {
  checkBatchSize(batchSize, images.count);
  const random = stream(seed, name);
  const size = images.pixels.length / images.count;
  const labels = new Uint8Array(batchSize);
  const shape = [batchSize, ...images.shape];
  let epoch = random.save();
  let order = random.permutation(images.count);
  let position = 0;
  return {
    batchSize,
    sampleShape: images.shape,
    next() {
      const values = new Float32Array(batchSize * size);
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
      return { x: tf.tensor(values, shape, 'float32'), labels };
    },
    save: () => ({ random: epoch, position }),
    restore(state) {
      random.restore(state.random);
      epoch = state.random;
      order = random.permutation(images.count);
      position = state.position;
    },
  };
}

/** Batches of points of a mixture, `[batchSize, dimensions]`. */
export function mixtureBatches(
  mixture: Mixture,
  { batchSize, seed, name = 'data' }: { batchSize: number; seed: number; name?: string },
): Batches {
  const size = mixture.centres[0]!.length;
  const labels = new Uint8Array(batchSize);
  return functionBatches({
    batchSize,
    sampleShape: [size],
    random: stream(seed, name),
    draw: (random, values) => sampleMixture(mixture, batchSize, random, values, labels).modes,
  });
}

/** Batches of whatever `draw` writes: any distribution from which one can sample. */
export function functionBatches({
  batchSize,
  sampleShape,
  random,
  draw,
}: {
  batchSize: number;
  sampleShape: readonly number[];
  random: RandomStream;
  /** Fills `values` with a batch, row by row; may give each sample's class. */
  draw: (random: RandomStream, values: Float32Array) => Uint8Array | void;
}): Batches {
  checkBatchSize(batchSize, Infinity);
  const shape = [batchSize, ...sampleShape];
  const noLabels = new Uint8Array(batchSize);
  return {
    batchSize,
    sampleShape,
    next() {
      const values = new Float32Array(tf.util.sizeFromShape(shape));
      const labels = draw(random, values) ?? noLabels;
      return { x: tf.tensor(values, shape, 'float32'), labels };
    },
    save: () => ({ random: random.save(), position: 0 }),
    restore: (state) => random.restore(state.random),
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

import * as tf from '@tensorflow/tfjs-core';

/** n samples of d numbers each: a tensor `[n, d]`, or n arrays of d numbers. */
export type Samples = tf.Tensor | readonly ArrayLike<number>[];

/**
 * The samples as a tensor `[n, d]`, for what is done fastest by matrix products. Call it inside `tidied`.
 *
 * @param what how errors call the samples
 * @throws RangeError if there are fewer than `fewest`, if they are not n rows of equal length, or not all finite
 */
export function toMatrix(samples: Samples, what: string, fewest = 1): tf.Tensor2D {
  const matrix =
    samples instanceof tf.Tensor
      ? samples
      : tf.tensor2d(checkedRows(samples, what, fewest), undefined, 'float32');
  checkShape(matrix.shape, what, fewest);
  checkFinite(matrix, what);
  return matrix as tf.Tensor2D;
}

/** Samples of any shape as rows of numbers: a tensor `[n, …]` as `[n, d]`. Arrays are rows already. */
export const flattened = (samples: Samples): Samples =>
  samples instanceof tf.Tensor && samples.rank > 2
    ? tf.reshape(samples, [samples.shape[0], tf.util.sizeFromShape(samples.shape.slice(1))])
    : samples;

/** @throws RangeError if a number is NaN or infinite */
export function checkFinite(tensor: tf.Tensor, what: string): void {
  if (!tf.tidy(() => tf.all(tf.isFinite(tensor)).dataSync()[0])) {
    throw new RangeError(`${what}: finite numbers are allowed, got NaN or infinity`);
  }
}

/** The samples as n arrays of d numbers, for what is done number by number. Same checks as `toMatrix`. */
export function toRows(samples: Samples, what: string, fewest = 1): number[][] {
  if (!(samples instanceof tf.Tensor)) return checkedRows(samples, what, fewest);
  checkShape(samples.shape, what, fewest);
  return checkedRows(samples.arraySync() as number[][], what, fewest);
}

/** `tf.tidy` for numbers: what `compute` gives is not searched for tensors, which takes long for large arrays. */
export function tidied<T>(compute: () => T): T {
  let result!: T;
  tf.tidy(() => {
    result = compute();
  });
  return result;
}

/** @throws RangeError if there are fewer than `fewest` numbers, or not all are finite */
export function checkNumbers(numbers: ArrayLike<number>, what: string, fewest = 1): void {
  if (numbers.length < fewest) {
    throw new RangeError(`${what}: at least ${fewest} numbers are needed, got ${numbers.length}`);
  }
  for (let i = 0; i < numbers.length; i++) {
    if (!Number.isFinite(numbers[i])) {
      throw new RangeError(`${what}: finite numbers are allowed, got ${numbers[i]} at position ${i}`);
    }
  }
}

/** @throws RangeError if two things that belong together pair by pair have different lengths */
export function checkPaired(a: ArrayLike<unknown>, b: ArrayLike<unknown>, what: string): void {
  if (a.length !== b.length)
    throw new RangeError(`${what}: equal lengths are needed, got ${a.length} and ${b.length}`);
}

function checkedRows(samples: readonly ArrayLike<number>[], what: string, fewest: number): number[][] {
  checkShape([samples.length, samples[0]?.length ?? 1], what, fewest);
  const size = samples[0]!.length;
  return samples.map((sample, i) => {
    if (sample.length !== size) {
      throw new RangeError(
        `${what}: rows of equal length are needed, row ${i} has ${sample.length}, row 0 has ${size}`,
      );
    }
    checkNumbers(sample, `${what}, row ${i}`);
    return Array.from(sample);
  });
}

function checkShape(shape: readonly number[], what: string, fewest: number): void {
  if (shape.length !== 2 || shape[1] === 0) {
    throw new RangeError(`${what}: shape [n, d] is needed, got [${shape.join(', ')}]`);
  }
  if (shape[0]! < fewest)
    throw new RangeError(`${what}: at least ${fewest} samples are needed, got ${shape[0]}`);
}

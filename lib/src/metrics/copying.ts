import type * as tf from '@tensorflow/tfjs-core';
import { nearestNeighbour } from './nearest-neighbour';
import { tidied, type Samples } from './samples';

export interface Copying {
  /** Of each sample, the place of the training sample nearest to it. */
  readonly nearest: Int32Array;
  /** Its distance. */
  readonly distances: Float32Array;
  /** Share of the samples that are nearer to a training sample than to every held-out one; ½ is expected of real ones. */
  readonly nearerToTraining: number;
}

/**
 * Whether a generator copies: a sample that was not learnt by heart is as often nearest to a picture that the generator has
 * never seen as to one that it was trained on, if there are as many of both (the idea of Meehan et al. 2020, arXiv
 * 2004.05675).
 *
 * @param training `[m, d]` features, or images: what the generator was trained on
 * @param heldOut as many that it was not
 * @param samples `[n, d]`
 * @throws RangeError if there are not as many of both
 */
export function copying(training: tf.Tensor, heldOut: tf.Tensor, samples: Samples): Copying {
  const count = training.shape[0];
  if (heldOut.shape[0] !== count) {
    throw new RangeError(
      `copying: as many held-out samples as training samples are needed, got ${heldOut.shape[0]} and ${count}`,
    );
  }
  return tidied(() => {
    const none = new Uint8Array(count);
    const own = nearestNeighbour(training, none, samples);
    const other = nearestNeighbour(heldOut, none, samples);
    const nearer = own.distances.filter((distance, i) => distance < other.distances[i]!).length;
    return {
      nearest: own.indices,
      distances: own.distances,
      nearerToTraining: nearer / own.distances.length,
    };
  });
}

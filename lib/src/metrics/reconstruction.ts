import * as tf from '@tensorflow/tfjs-core';
import { flattened, tidied, toMatrix, type Samples } from './samples';

/** Mean Euclidean distances of reconstructions. */
export interface ReconstructionDistance {
  /** To the samples that they are of. */
  readonly own: number;
  /** To other samples. */
  readonly other: number;
  /** own / other: 0 for perfect reconstructions, 1 for such as have nothing to do with what they are of. */
  readonly ratio: number;
}

/**
 * How far reconstructions are from their originals, beside how far they are from other originals: each from the one that
 * stands behind its own, the last from the first (as in the authors' code of Donahue et al. 2017, arXiv 1605.09782).
 *
 * @param originals `[n, d]`, or images `[n, height, width, channels]`; in random order, n ≥ 2
 * @param reconstructions of the same shape, in the order of the originals
 * @throws RangeError if shapes differ, there is one sample alone, or a number is not finite
 */
export function reconstructionDistance(originals: Samples, reconstructions: Samples): ReconstructionDistance {
  return tidied(() => {
    const wanted = toMatrix(flattened(originals), 'originals', 2);
    const made = toMatrix(flattened(reconstructions), 'reconstructions', 2);
    if (wanted.shape.join() !== made.shape.join()) {
      throw new RangeError(`reconstructions: shape [${wanted.shape}] is needed, got [${made.shape}]`);
    }
    const behind = tf.concat([tf.slice(wanted, 1), tf.slice(wanted, 0, 1)]);
    const [own, other] = [wanted, behind].map(
      (to) => tf.mean(tf.norm(tf.sub(made, to), 2, 1)).dataSync()[0]!,
    );
    return { own: own!, other: other!, ratio: own! / other! };
  });
}

import * as tf from '@tensorflow/tfjs-core';
import { blocks, ROWS, squaredDistances } from './distances';
import { checkPaired, flattened, tidied, toMatrix, type Samples } from './samples';

/** The nearest reference of each query. */
export interface NearestNeighbours {
  /** Its place among the references. */
  readonly indices: Int32Array;
  /** Its label. */
  readonly labels: readonly number[];
  /** Euclidean distance to it. */
  readonly distances: Float32Array;
}

/** References taken together with `ROWS` queries: their distances fill 40 megabytes. */
const REFERENCES = 10_000;

/**
 * The nearest reference of each query, in Euclidean distance and found exactly, by matrix products over blocks: 10,000
 * images among 60,000 take about ten seconds. `agreement(nearest.labels, trueLabels)` is the accuracy of the 1-NN
 * classifier.
 *
 * @param references `[m, d]`, or images `[m, height, width, channels]`
 * @param labels class of each reference
 * @param queries `[n, d]`, or images of the references' shape
 * @throws RangeError if there are other numbers of labels than of references, sizes differ, or a number is not finite
 */
export function nearestNeighbour(
  references: Samples,
  labels: ArrayLike<number>,
  queries: Samples,
): NearestNeighbours {
  return tidied(() => {
    const [among, of] = sameSize(references, queries);
    checkPaired({ length: among.shape[0] }, labels, 'references and labels');
    const indices = nearestIndices(among, of);
    const distances = tf.norm(tf.sub(of, tf.gather(among, indices)), 2, 1).dataSync<'float32'>();
    return { indices, labels: Array.from(indices, (i) => labels[i]!), distances };
  });
}

/**
 * Share of the samples that can be told from their reconstruction: those to which, of all the originals, their own is
 * nearest (in Euclidean distance). Of n originals chance is 1/n; 1 if the way there and back loses nobody.
 *
 * @param reconstructions `[n, d]`, or images `[n, height, width, channels]`; in the order of the originals
 * @param originals of the same shape
 * @throws RangeError if shapes differ or a number is not finite
 */
export function identityRate(reconstructions: Samples, originals: Samples): number {
  return tidied(() => {
    const [among, of] = sameSize(originals, reconstructions, ['originals', 'reconstructions']);
    checkPaired({ length: of.shape[0] }, { length: among.shape[0] }, 'reconstructions and originals');
    return nearestIndices(among, of).filter((index, i) => index === i).length / of.shape[0];
  });
}

function sameSize(
  references: Samples,
  queries: Samples,
  [first, second] = ['references', 'queries'],
): [tf.Tensor2D, tf.Tensor2D] {
  const [among, of] = [toMatrix(flattened(references), first), toMatrix(flattened(queries), second)];
  if (among.shape[1] !== of.shape[1]) {
    throw new RangeError(`${second}: ${among.shape[1]} numbers a sample are needed, got ${of.shape[1]}`);
  }
  return [among, of];
}

/** The place among the references of the one nearest to each query; of several the first. */
function nearestIndices(references: tf.Tensor2D, queries: tf.Tensor2D): Int32Array {
  const indices = new Int32Array(queries.shape[0]);
  const least = new Float32Array(queries.shape[0]).fill(Infinity);
  for (const rows of blocks(queries.shape[0], ROWS)) {
    for (const block of blocks(references.shape[0], REFERENCES)) {
      tidied(() => {
        const distances = squaredDistances(
          tf.slice2d(queries, [rows.start, 0], [rows.length, -1]),
          tf.slice2d(references, [block.start, 0], [block.length, -1]),
        );
        const [near, place] = [tf.min(distances, 1).dataSync(), tf.argMin(distances, 1).dataSync()];
        for (let i = 0; i < rows.length; i++) {
          if (near[i]! >= least[rows.start + i]!) continue;
          least[rows.start + i] = near[i]!;
          indices[rows.start + i] = block.start + place[i]!;
        }
      });
    }
  }
  return indices;
}

import * as tf from '@tensorflow/tfjs-core';
import { checkPaired, flattened, tidied, toMatrix, type Samples } from './samples';
import { nearestNeighbour } from './nearest-neighbour';

/**
 * Share of the samples whose changed copy is farther away, in Euclidean distance, than the nearest reference of *another*
 * class: 0 where a measure of similarity thinks nothing of the change, 1 where any other class is closer.
 *
 * @param samples `[n, d]`, or images, or features of them `[n, height, width, channels]`
 * @param changed the same ones, changed, in the same order
 * @param labels class of each sample
 * @param references of the samples' shape, of at least two classes
 * @param referenceLabels class of each reference
 * @throws RangeError if sizes differ, a class has no reference of another class, or a number is not finite
 */
export function fartherThanAnother(
  samples: Samples,
  changed: Samples,
  labels: ArrayLike<number>,
  references: Samples,
  referenceLabels: ArrayLike<number>,
): number {
  return tidied(() => {
    const [of, to] = [toMatrix(flattened(samples), 'samples'), toMatrix(flattened(changed), 'changed')];
    const among = toMatrix(flattened(references), 'references');
    checkPaired({ length: of.shape[0] }, labels, 'samples and labels');
    checkPaired({ length: to.shape[0] }, labels, 'changed samples and labels');
    checkPaired({ length: among.shape[0] }, referenceLabels, 'references and labels');
    const moved = tf.norm(tf.sub(of, to), 2, 1).dataSync<'float32'>();
    let farther = 0;
    for (const label of new Set(Array.from(labels))) {
      const own = places(labels, (each) => each === label);
      const others = places(referenceLabels, (each) => each !== label);
      if (others.length === 0)
        throw new RangeError(`references: one of another class than ${label} is needed`);
      const { distances } = nearestNeighbour(gathered(among, others), others, gathered(of, own));
      farther += own.filter((place, i) => moved[place]! > distances[i]!).length;
    }
    return farther / labels.length;
  });
}

const places = (labels: ArrayLike<number>, wanted: (label: number) => boolean): number[] =>
  Array.from(labels, (label, i) => (wanted(label) ? i : -1)).filter((i) => i >= 0);

const gathered = (rows: tf.Tensor2D, places: number[]): tf.Tensor2D => tf.gather(rows, places);

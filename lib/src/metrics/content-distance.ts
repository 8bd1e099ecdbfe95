import * as tf from '@tensorflow/tfjs-core';
import { mean } from 'd3-array';
import { euclidean } from './distances';
import { toRows, type Samples } from './samples';

/**
 * Average content distance (Tulyakov et al. 2018, arXiv 1707.04993): how far the content of a film drifts. The
 * mean Euclidean distance between the features of every two of its frames, the mean over the films. 0 if each film
 * shows one thing throughout; in units of the features.
 *
 * @param features of each frame: a tensor `[films, frames, d]`, or `[frames, d]` of each film, at least 2 frames
 * @throws RangeError if there are no films, one has fewer frames, or a number is not finite
 */
export function averageContentDistance(features: tf.Tensor3D | readonly Samples[]): number {
  const films = features instanceof tf.Tensor ? features.arraySync() : features;
  if (films.length === 0) throw new RangeError('features: at least 1 film is needed, got 0');
  return mean(films, (film, i) => {
    const frames = toRows(film, `film ${i}`, 2);
    const distances = frames.flatMap((a, t) => frames.slice(t + 1).map((b) => euclidean(a, b)));
    return mean(distances);
  })!;
}

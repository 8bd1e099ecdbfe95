import type * as tf from '@tensorflow/tfjs-core';
import { mean } from 'd3-array';
import { pixelsOf, toFilms } from './images';
import { tidied } from './samples';

/**
 * Flicker: the standard deviation over time of the pixels that move least, those of the `share` of each film with the
 * smallest range; the mean over pixels and films, in units of the images. 0 where the scene stands still. All pixels
 * (`share` 1) would count what is meant to move as well.
 *
 * @param films `[n, height, width, frames]` in [−1, 1], at least 2 frames
 * @param options.share above 0 and up to 1
 * @throws RangeError if the shape or the share is another, or a number is not finite
 */
export function temporalStd(films: tf.Tensor, { share = 0.6 } = {}): number {
  if (!(share > 0 && share <= 1))
    throw new RangeError(`share: a number above 0 and up to 1 is allowed, got ${share}`);
  return tidied(() => {
    const all = toFilms(films, 'films');
    const frames = all.shape[3];
    return mean(pixelsOf(all), (film) => stillest(film, frames, share))!;
  });
}

function stillest(film: Float32Array, frames: number, share: number): number {
  const pixels = Array.from({ length: film.length / frames }, (_, i) => {
    const values = film.subarray(i * frames, (i + 1) * frames);
    const average = mean(values)!;
    const std = Math.sqrt(mean(values, (value) => (value - average) ** 2)!);
    return { range: Math.max(...values) - Math.min(...values), std };
  });
  pixels.sort((a, b) => a.range - b.range);
  return mean(pixels.slice(0, Math.max(1, Math.round(share * pixels.length))), ({ std }) => std)!;
}

import type * as tf from '@tensorflow/tfjs-core';
import { mean } from 'd3-array';
import { pixelsOf, toFilms } from './images';
import { tidied } from './samples';

/**
 * How fast what moves in films moves: the mean distance, in pixels a frame, between the centres of mass of neighbouring
 * frames, the mean over the films. The mass is the light of a pixel above the least that it has in its film, so that a
 * still scene, however bright, does not count. 0 for films in which nothing changes; frames in which nothing moves
 * have no centre and are left out.
 *
 * @param films `[n, height, width, frames]` in [−1, 1], at least 2 frames; what moves is brighter than the scene
 * @throws RangeError if the shape is another or a number is not finite
 */
export function meanSpeed(films: tf.Tensor): number {
  return tidied(() => {
    const all = toFilms(films, 'films');
    const [, , width, frames] = all.shape;
    return mean(pixelsOf(all), (film) => speedOf(centresOfMass(film, width, frames)))!;
  });
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function centresOfMass(film: Float32Array, width: number, frames: number): (Point | undefined)[] {
  const sums = Array.from({ length: frames }, () => ({ mass: 0, x: 0, y: 0 }));
  for (let pixel = 0; pixel * frames < film.length; pixel++) {
    const values = film.subarray(pixel * frames, (pixel + 1) * frames);
    const least = Math.min(...values);
    for (const [t, sum] of sums.entries()) {
      const light = values[t]! - least;
      sum.mass += light;
      sum.x += light * (pixel % width);
      sum.y += light * Math.floor(pixel / width);
    }
  }
  return sums.map(({ mass, x, y }) => (mass > 0 ? { x: x / mass, y: y / mass } : undefined));
}

function speedOf(centres: readonly (Point | undefined)[]): number {
  const steps = centres.slice(1).flatMap((to, t) => {
    const from = centres[t];
    return from && to ? [Math.hypot(to.x - from.x, to.y - from.y)] : [];
  });
  return mean(steps) ?? 0;
}

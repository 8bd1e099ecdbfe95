import * as tf from '@tensorflow/tfjs-core';
import { warp } from '../ops';
import { stream, type RandomState } from '../random';

/** How far distortions go: each image's own is drawn uniformly from ± these. */
export interface DistortionOptions {
  readonly seed: number;
  /** Name of the random stream. */
  readonly name?: string;
  /** Columns to the side for each row. */
  readonly shear?: number;
  /** Radians. */
  readonly rotation?: number;
  /** How much narrower or wider, and, drawn by itself, lower or higher; 0.2 is a fifth. */
  readonly zoom?: number;
  /** Pixels, to the side and up or down. */
  readonly shift?: number;
}

/** Random affine distortions without end: what changes how a digit is written, and not which digit it is. */
export interface Distortions {
  /**
   * Each image distorted in its own way, with −1 (black) for what lies beyond its border. The caller disposes it.
   *
   * @param images `[batch, height, width, channels]` in [−1, 1]
   */
  apply(images: tf.Tensor): tf.Tensor4D;
  save(): RandomState;
  restore(state: RandomState): void;
}

const BLACK = -1;

/** Distortions of seed and name; the defaults leave MNIST's digits legible. */
export function distortions({
  seed,
  name = 'distortions',
  shear = 0.5,
  rotation = 0.25,
  zoom = 0.2,
  shift = 2,
}: DistortionOptions): Distortions {
  const random = stream(seed, name);
  const within = (limit: number) => limit * (2 * random.uniform() - 1);
  /** A row of `ops.warp`: zoomed, sheared and turned about the centre of the image, then shifted. */
  const map = (height: number, width: number): number[] => {
    const [lean, angle] = [within(shear), within(rotation)];
    const [wider, higher] = [1 + within(zoom), 1 + within(zoom)];
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const [a, b] = [wider * cos, wider * (cos * lean - sin)];
    const [d, e] = [higher * sin, higher * (sin * lean + cos)];
    const [x, y] = [(width - 1) / 2, (height - 1) / 2];
    return [a, b, x + within(shift) - a * x - b * y, d, e, y + within(shift) - d * x - e * y, 0, 0];
  };
  return {
    apply(images) {
      const [count, height, width] = images.shape as [number, number, number, number];
      const maps = new Float32Array(8 * count);
      for (let i = 0; i < count; i++) maps.set(map(height, width), 8 * i);
      return tf.tidy(() => warp(images as tf.Tensor4D, tf.tensor2d(maps, [count, 8]), BLACK));
    },
    save: () => random.save(),
    restore: (state) => random.restore(state),
  };
}

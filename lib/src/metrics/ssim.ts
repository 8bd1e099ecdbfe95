import * as tf from '@tensorflow/tfjs-core';
import { mean, sum } from 'd3-array';
import type { RandomStream } from '../random';
import { toImagePairs, toImages } from './images';
import { checkPaired, tidied } from './samples';

/** Of the Gaussian window, in pixels. */
const [SIZE, SIGMA] = [11, 1.5];
/** L, the range of the pixels. */
const RANGE = 2;
const [C1, C2] = [(0.01 * RANGE) ** 2, (0.03 * RANGE) ** 2];

/**
 * Structural similarity (Wang et al. 2004, "Image quality assessment: from error visibility to structural similarity",
 * equation 13), the mean over images and positions of
 *
 *     (2 μ_a μ_b + C₁)(2 σ_ab + C₂) / ((μ_a² + μ_b² + C₁)(σ_a² + σ_b² + C₂))
 *
 * with the moments under a Gaussian window of 11×11 pixels, σ = 1.5, at the positions where it lies inside the image
 * (18×18 of 28×28); C₁ = (0.01 L)², C₂ = (0.03 L)², L = 2. Brightness counts from black, −1, as the index supposes. 1 for
 * equal images, near 0 for unrelated ones, negative where one is the other's inverse.
 *
 * @param images `[n, height, width, 1]` in [−1, 1], at least 11×11 pixels
 * @param reference what they are compared with, of the same shape
 * @throws RangeError if the shapes differ, the images are too small or a number is not finite
 */
export function ssim(images: tf.Tensor, reference: tf.Tensor): number {
  return tidied(() => mean(ssimOfEach(...toImagePairs(images, reference, ['images', 'reference'])))!);
}

export interface IntraClassSsim {
  /** Mean over the classes. */
  readonly mean: number;
  /** Mean over the pairs of each class that occurs, in the order of the labels. */
  readonly classes: readonly { readonly label: number; readonly ssim: number }[];
}

/**
 * How alike the images of one class are: the mean SSIM of random pairs of different images of the class. Odena et al.
 * 2017 (arXiv 1610.09585, section 4.2) measure variety by it, with MS-SSIM, which at 28×28 has room for one scale only.
 * The less, the more variety; test images of MNIST get 0.25, and pairs of any classes 0.11.
 *
 * @param images `[n, height, width, 1]` in [−1, 1], at least 2 of each class
 * @param labels class of each image
 * @param pairs how many of each class, drawn with replacement; 300 give the mean over ten classes to 0.005
 * @param random where the pairs come from
 * @throws RangeError if lengths differ, a class has one image only, or `pairs` is not a whole number ≥ 1
 */
export function intraClassSsim(
  images: tf.Tensor,
  labels: ArrayLike<number>,
  pairs: number,
  random: RandomStream,
): IntraClassSsim {
  if (!Number.isInteger(pairs) || pairs < 1)
    throw new RangeError(`pairs: a whole number ≥ 1 is allowed, got ${pairs}`);
  return tidied(() => {
    const all = toImages(images, 'images');
    checkPaired({ length: all.shape[0] }, labels, 'images and labels');
    const classes = [...new Set(Array.from(labels))].sort((a, b) => a - b);
    const each = classes.map((label) => {
      const members = Array.from(labels, (_, i) => i).filter((i) => labels[i] === label);
      if (members.length < 2)
        throw new RangeError(`class ${label}: at least 2 images are needed, got ${members.length}`);
      const drawn = Array.from({ length: pairs }, () => pairOf(members, random));
      const [a, b] = [0, 1].map((side) =>
        tf.gather(
          all,
          drawn.map((pair) => pair[side]!),
        ),
      );
      return { label, ssim: mean(ssimOfEach(a!, b!))! };
    });
    return { mean: mean(each, (one) => one.ssim)!, classes: each };
  });
}

/** Two different ones of `members`. */
function pairOf(members: readonly number[], random: RandomStream): [number, number] {
  const first = random.integer(members.length);
  const step = 1 + random.integer(members.length - 1);
  return [members[first]!, members[(first + step) % members.length]!];
}

/** SSIM of each pair of images. */
function ssimOfEach(a: tf.Tensor4D, b: tf.Tensor4D): Float32Array {
  const [, height, width] = a.shape;
  if (height < SIZE || width < SIZE)
    throw new RangeError(`images: at least ${SIZE}×${SIZE} pixels are needed, got ${height}×${width}`);
  const filter = gaussianWindow();
  const blur = (x: tf.Tensor4D) => tf.conv2d(x, filter, 1, 'valid');
  const [x, y] = [tf.add<tf.Tensor4D>(a, 1), tf.add<tf.Tensor4D>(b, 1)];
  const [meanX, meanY] = [blur(x), blur(y)];
  const covariance = (p: tf.Tensor4D, q: tf.Tensor4D, meanP: tf.Tensor4D, meanQ: tf.Tensor4D) =>
    tf.sub<tf.Tensor4D>(blur(tf.mul(p, q)), tf.mul(meanP, meanQ));
  const variances = tf.add(covariance(x, x, meanX, meanX), covariance(y, y, meanY, meanY));
  const brightness = tf.div(
    tf.add(tf.mul(2, tf.mul(meanX, meanY)), C1),
    tf.add(tf.add(tf.square(meanX), tf.square(meanY)), C1),
  );
  const structure = tf.div(tf.add(tf.mul(2, covariance(x, y, meanX, meanY)), C2), tf.add(variances, C2));
  return tf.mean(tf.mul(brightness, structure), [1, 2, 3]).dataSync<'float32'>();
}

/** `[11, 11, 1, 1]`, its sum 1. */
function gaussianWindow(): tf.Tensor4D {
  const line = Array.from({ length: SIZE }, (_, i) =>
    Math.exp(-((i - (SIZE - 1) / 2) ** 2) / (2 * SIGMA ** 2)),
  );
  const mass = sum(line) ** 2;
  return tf.tensor4d(
    line.flatMap((a) => line.map((b) => (a * b) / mass)),
    [SIZE, SIZE, 1, 1],
  );
}

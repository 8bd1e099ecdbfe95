import type * as tf from '@tensorflow/tfjs-core';
import { totalVariation } from './divergences';
import { binOf, type Axis } from './histogram';
import { checkShape, toImagePairs } from './images';
import { tidied } from './samples';

/**
 * Histogram intersection of the grey values of two sets of images (Isola et al. 2017, arXiv 1611.07004, figure 7):
 * Σ min(h_a, h_b) over equal bins on [−1, 1], the histograms pooled over all images and scaled to sum 1. 1 for equal
 * distributions of greys, 0 if no bin has pixels of both.
 *
 * @param images `[n, height, width, 1]` in [−1, 1]
 * @param reference what they should be, of the same shape
 * @param mask 1 for the pixels that count and 0 for the others, of the same shape
 * @throws RangeError if shapes differ, a number is not finite, or no pixel counts
 */
export function histogramIntersection(
  images: tf.Tensor,
  reference: tf.Tensor,
  mask: tf.Tensor,
  { bins = 32 } = {},
): number {
  return tidied(() => {
    const pair = toImagePairs(images, reference, ['images', 'reference']);
    checkShape(mask, 'mask', images.shape);
    const inside = mask.dataSync();
    if (!inside.some((value) => value > 0))
      throw new RangeError('mask: a pixel that counts is needed, got none');
    const axis = { low: -1, high: 1, bins };
    const [own, wanted] = pair.map((x) => counts(x.dataSync(), inside, axis));
    return 1 - totalVariation(own!, wanted!);
  });
}

function counts(values: ArrayLike<number>, inside: ArrayLike<number>, axis: Axis): Float64Array {
  const result = new Float64Array(axis.bins);
  for (let i = 0; i < values.length; i++) if (inside[i]! > 0) result[binOf(values[i]!, axis)]! += 1;
  return result;
}

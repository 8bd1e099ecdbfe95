import type * as tf from '@tensorflow/tfjs-core';
import { mean } from 'd3-array';
import { checkShape, pixelsOf, toImages } from './images';
import { tidied } from './samples';

export interface Commitment {
  /** |I_A − I_B| / (I_A + I_B), the mean over the predictions: 0 for both futures alike, 1 for one alone. */
  readonly commitment: number;
  /** I_A and I_B, the mean brightness with which each future is drawn: 1 as it is, 0 not at all. */
  readonly brightness: readonly [number, number];
}

/**
 * Whether a prediction takes one of two possible futures or draws both, faintly. The brightness of a future is the
 * projection of the prediction on it, with the background taken off all of them: I = ⟨ŷ, d⟩ / ⟨d, d⟩, negative ones
 * counting as 0. The mean of both futures has I_A = I_B, which is what least squares predicts of equally likely ones. A
 * prediction that draws neither is not committed, 0. Futures that overlap share brightness.
 *
 * @param predictions `[n, height, width, 1]` in [−1, 1]
 * @param futures the two that are possible, each of the same shape
 * @param background of the same shape
 * @throws RangeError if the shapes differ, a future is the background itself, or a number is not finite
 */
export function commitment(
  predictions: tf.Tensor,
  futures: readonly [tf.Tensor, tf.Tensor],
  background: tf.Tensor,
): Commitment {
  return tidied(() => {
    const [drawn, a, b, still] = [predictions, ...futures, background].map((images, i) => {
      const what = ['predictions', 'first future', 'second future', 'background'][i]!;
      const checked = toImages(images, what);
      checkShape(checked, what, predictions.shape);
      return pixelsOf(checked);
    });
    const each = drawn!.map((prediction, i) => {
      const [forA, forB] = [a!, b!].map((future) => brightness(prediction, future[i]!, still![i]!, i));
      const both = forA! + forB!;
      return { forA: forA!, forB: forB!, committed: both > 0 ? Math.abs(forA! - forB!) / both : 0 };
    });
    return {
      commitment: mean(each, ({ committed }) => committed)!,
      brightness: [mean(each, ({ forA }) => forA)!, mean(each, ({ forB }) => forB)!],
    };
  });
}

function brightness(
  prediction: Float32Array,
  future: Float32Array,
  background: Float32Array,
  i: number,
): number {
  let [product, square] = [0, 0];
  for (let k = 0; k < future.length; k++) {
    const difference = future[k]! - background[k]!;
    product += (prediction[k]! - background[k]!) * difference;
    square += difference ** 2;
  }
  if (square === 0) throw new RangeError(`image ${i}: futures that differ from the background are needed`);
  return Math.max(0, product / square);
}

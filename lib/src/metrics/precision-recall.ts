import * as tf from '@tensorflow/tfjs-core';
import { ballsAround, neighbourhoods, type Neighbourhoods } from './neighbourhoods';
import { tidied, type Samples } from './samples';

export interface PrecisionRecall {
  /** Share of the generated samples that lie among the real ones: quality. 0 to 1. */
  readonly precision: number;
  /** Share of the real samples that lie among the generated ones: variety. 0 to 1. */
  readonly recall: number;
}

/**
 * Improved precision and recall (Kynkäänniemi et al. 2019, arXiv 1904.06991, section 3; k = 3 there). A sample lies
 * among a set if it is in the ball of one of the set's samples. Both are 1 for identical sets.
 *
 * @param real balls of the real samples
 * @param generated `[n, d]`, n > k
 * @throws RangeError if the samples are too few or in another space than the real ones
 */
export function precisionRecall(real: Neighbourhoods, generated: Samples): PrecisionRecall {
  return tidied(() => ({
    precision: shareHeld(ballsAround(generated, real)),
    recall: shareHeld(
      ballsAround(tf.tensor2d(real.centres, [real.count, real.size]), neighbourhoods(generated, real.k)),
    ),
  }));
}

function shareHeld(balls: Float32Array): number {
  return balls.reduce((held, count) => held + Number(count > 0), 0) / balls.length;
}

import * as tf from '@tensorflow/tfjs-core';
import { tidied, toMatrix, type Samples } from './samples';

/**
 * The manifold of a set of samples as Kynkäänniemi et al. (2019) and Naeem et al. (2020) estimate it: a ball around
 * every sample that reaches to its k-th nearest neighbour.
 */
export interface Neighbourhoods {
  /** How many neighbours a ball reaches to. */
  readonly k: number;
  readonly count: number;
  /** Coordinates of a sample. */
  readonly size: number;
  /** `count × size` numbers. */
  readonly centres: Float32Array;
  /** Squared radius of each sample's ball. */
  readonly squaredRadii: Float32Array;
}

/**
 * The balls of a set of samples, computed once for a set that is compared with many others.
 *
 * @param samples `[n, d]`, n > k
 * @throws RangeError if k or the samples are not as said
 */
export function neighbourhoods(samples: Samples, k: number): Neighbourhoods {
  if (!Number.isInteger(k) || k < 1) throw new RangeError(`k: a whole number ≥ 1 is allowed, got ${k}`);
  return tidied(() => {
    const centres = toMatrix(samples, 'samples', k + 1);
    // The nearest of all is the sample itself, so that the k-th neighbour comes at place k + 1.
    const squaredRadii = eachChunk(centres, (chunk) => {
      const nearest = tf.topk(tf.neg(squaredDistances(chunk, centres)), k + 1).values;
      return tf.neg(tf.min(nearest, 1));
    });
    return {
      k,
      count: centres.shape[0],
      size: centres.shape[1],
      centres: centres.dataSync<'float32'>().slice(),
      squaredRadii: squaredRadii.dataSync<'float32'>().slice(),
    };
  });
}

/** How many balls hold each sample; a ball holds its border. Numbers 0 to `balls.count`, one a sample of `[n, d]`. */
export function ballsAround(samples: Samples, balls: Neighbourhoods): Float32Array {
  return tidied(() => {
    const points = sameSpace(samples, balls);
    const centres = tf.tensor2d(balls.centres, [balls.count, balls.size]);
    const squaredRadii = tf.tensor1d(balls.squaredRadii);
    const held = eachChunk(points, (chunk) =>
      tf.sum(tf.cast(tf.lessEqual(squaredDistances(chunk, centres), squaredRadii), 'float32'), 1),
    );
    return held.dataSync<'float32'>();
  });
}

/** Whether each ball holds at least one of the samples `[n, d]`: 1 or 0, one a ball. */
export function ballsReached(samples: Samples, balls: Neighbourhoods): Float32Array {
  return tidied(() => {
    const points = sameSpace(samples, balls);
    const centres = tf.tensor2d(balls.centres, [balls.count, balls.size]);
    const nearest = eachChunk(centres, (chunk) => tf.min(squaredDistances(chunk, points), 1));
    const reached = tf.cast(tf.lessEqual(nearest, tf.tensor1d(balls.squaredRadii)), 'float32');
    return reached.dataSync<'float32'>();
  });
}

function sameSpace(samples: Samples, balls: Neighbourhoods): tf.Tensor2D {
  const points = toMatrix(samples, 'samples');
  if (points.shape[1] !== balls.size) {
    throw new RangeError(`samples: ${balls.size} numbers a sample are needed, got ${points.shape[1]}`);
  }
  return points;
}

/** |a − b|² for every row of `a` `[n, d]` and of `b` `[m, d]`: `[n, m]`, as one matrix product. */
function squaredDistances(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  const norms = (x: tf.Tensor2D) => tf.sum<tf.Tensor2D>(tf.square(x), 1, true);
  const left = tf.concat2d([tf.mul(a, -2), norms(a), tf.onesLike(norms(a))], 1);
  const right = tf.concat2d([b, tf.onesLike(norms(b)), norms(b)], 1);
  return tf.matMul(left, right, false, true);
}

/** Rows taken together: their distances to some thousand samples fill some ten megabytes. */
const CHUNK = 1000;

/** `each` over `CHUNK` rows at a time, its results `[rows]` put together. */
function eachChunk(rows: tf.Tensor2D, each: (chunk: tf.Tensor2D) => tf.Tensor): tf.Tensor1D {
  const starts = Array.from({ length: Math.ceil(rows.shape[0] / CHUNK) }, (_, i) => i * CHUNK);
  return tf.concat(
    starts.map((start) =>
      tf.tidy(() => each(tf.slice2d(rows, [start, 0], [Math.min(CHUNK, rows.shape[0] - start), -1]))),
    ),
  ) as tf.Tensor1D;
}

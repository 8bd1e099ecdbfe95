import * as tf from '@tensorflow/tfjs-core';
import type { Network } from '../models';
import { densityCoverage } from './density-coverage';
import { featureStatistics, frechetDistance, type FeatureStatistics } from './frechet';
import { knnManifold, type KnnManifold } from './knn-manifold';
import { precisionRecall } from './precision-recall';
import { tidied } from './samples';

/** Real samples as features: plain numbers, nothing to free. */
export interface FeatureReference {
  readonly statistics: FeatureStatistics;
  /** k = 3, for precision and recall. */
  readonly manifold: KnnManifold;
  /** k = 5, for density and coverage. */
  readonly balls: KnnManifold;
}

/** What features alone can say, without classes: see `ImageMetrics`. */
export type FeatureMetrics = Readonly<
  Record<'frechet' | 'precision' | 'recall' | 'density' | 'coverage', number>
>;

/**
 * The reference set of `judgeFeatures`, made once.
 *
 * @param features of real samples, `[n, d]`, n > d
 */
export const featureReference = (features: tf.Tensor): FeatureReference =>
  tidied(() => ({
    statistics: featureStatistics(features),
    manifold: knnManifold(features, 3),
    balls: knnManifold(features, 5),
  }));

/**
 * Distance, quality and variety of generated samples by their features: of a classifier, or of an encoder that was trained on
 * pictures without labels (`games.contrast`). Compare only rows of equally many samples by the same features; beside
 * them belongs the floor, what real samples get that the reference has not.
 *
 * @param features of the samples, `[n, d]`, n > d
 *
 * @example
 * const seen = metrics.featuresOf(encoder, firstHalf); // the half that the encoder was trained on
 * const reference = metrics.featureReference(seen);
 * const floor = metrics.judgeFeatures(metrics.featuresOf(encoder, otherHalf), reference);
 */
export const judgeFeatures = (features: tf.Tensor, reference: FeatureReference): FeatureMetrics =>
  tidied(() => ({
    frechet: frechetDistance(featureStatistics(features), reference.statistics),
    ...precisionRecall(reference.manifold, features),
    ...densityCoverage(reference.balls, features),
  }));

/** Images taken together: enough to be fast, few enough to stay within some ten megabytes. */
const BATCH = 250;

/**
 * What an encoder makes of images, a batch at a time, as it is used, not trained. The caller disposes it.
 *
 * @param images `[n, …encoder.input]`
 * @returns `[n, …encoder.outputShape]`
 */
export const featuresOf = (encoder: Network, images: tf.Tensor): tf.Tensor =>
  tf.tidy(() => {
    const starts = Array.from({ length: Math.ceil(images.shape[0] / BATCH) }, (_, i) => i * BATCH);
    return tf.concat(
      starts.map((start) => encoder.apply(tf.slice(images, start, Math.min(BATCH, images.shape[0] - start)))),
    );
  });

import type * as tf from '@tensorflow/tfjs-core';
import type { Classifier } from '../models';
import { classHistogram, mostProbable } from './classes';
import { klFromUniform } from './divergences';
import { featureReference, judgeFeatures, type FeatureMetrics, type FeatureReference } from './feature-judge';
import { inceptionScore } from './inception-score';
import { tidied } from './samples';

/** All that generated images are compared with: real ones as a classifier sees them. Plain numbers, nothing to free. */
export interface ImageReference extends FeatureReference {
  readonly classifier: Classifier;
}

/**
 * One row of numbers for a history:
 *
 * - `frechet`: Fréchet distance of the features to the reference; 0 and up, less is better. It falls with n.
 * - `precision`, `density`: quality; 0 to 1, and 0 and up with 1 expected of real images.
 * - `recall`, `coverage`: variety; 0 to 1.
 * - `score`: inception score by our classifier; 1 to 10, more is better. It never sees real images.
 * - `classKl`: KL of the class histogram from uniform; 0 (all digits equally frequent) to log 10 = 2.30 nats (one digit).
 */
export type ImageMetrics = FeatureMetrics & Readonly<Record<'score' | 'classKl', number>>;

/**
 * The reference set of `judge`, made once. With the first 5,000 training images as reference, judging the first 5,000
 * test images gives the floor: what real images get. It is not 0 in distance nor all of coverage, because the test
 * digits are by other writers and the classifier was trained on the reference; other sets have another floor.
 *
 * @param images real images, `[n, 28, 28, 1]` in [−1, 1], n > 64
 * @example
 * const real = data.toTensor(mnist.train, { length: 5000 });
 * const heldOut = data.toTensor(mnist.test, { length: 5000 });
 * const reference = metrics.imageReference(models.classifier('mnist'), real);
 * const floor = metrics.judge(heldOut, reference);
 * tf.dispose([real, heldOut]);
 */
export function imageReference(classifier: Classifier, images: tf.Tensor): ImageReference {
  return tidied(() => ({ classifier, ...featureReference(classifier.features(images)) }));
}

/**
 * All image metrics of generated images. Compare only rows of equally many images.
 *
 * @param images `[n, 28, 28, 1]` in [−1, 1], n > 64; they stay the caller's
 * @throws RangeError if shape, range or number is another
 */
export function judge(images: tf.Tensor, reference: ImageReference): ImageMetrics {
  return tidied(() => {
    const { features, probabilities } = reference.classifier.outputs(images);
    return {
      ...judgeFeatures(features, reference),
      score: inceptionScore(probabilities),
      classKl: klFromUniform(classHistogram(mostProbable(probabilities))),
    };
  });
}

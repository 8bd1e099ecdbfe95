import * as tf from '@tensorflow/tfjs-node';
import { data, metrics, random, type models } from 'gan-lib';
import { blurred, halved, noisy } from './distort.ts';
import { principal } from './pca.ts';

/** Images a side of the Fréchet floor: the first of the test and of the training images. */
const FLOOR_IMAGES = 5000;

/** Share of the images that the classifier reads right. */
export function accuracyOn(classifier: models.Classifier, images: tf.Tensor, labels: Uint8Array): number {
  return tf.tidy(() => metrics.accuracy(classifier.probabilities(images), labels));
}

/** What a classifier reads right of images as they are and in four ways of being less sharp, and its Fréchet floor. */
export function measure(
  classifier: models.Classifier,
  { train, test }: { readonly train: data.ImageSet; readonly test: data.ImageSet },
): Record<string, number> {
  const [seen, images] = [data.toTensor(train), data.toTensor(test)];
  const all = (value: number) => new Float32Array(test.count).fill(value);
  const kept = principal(seen, 32);
  const read = (shown: (images: tf.Tensor4D) => tf.Tensor4D): number =>
    rounded(tf.tidy(() => accuracyOn(classifier, shown(images), test.labels)));
  const measured = {
    testAccuracy: read((x) => x),
    halved: read(halved),
    pca32: read(kept),
    blurred: read((x) => blurred(x, all(1))),
    noisy: read((x) => noisy(x, all(0.3), random.stream(1, 'noise'))),
    frechetFloor: rounded(frechetFloor(classifier, seen, images)),
  };
  tf.dispose([seen, images]);
  return measured;
}

function frechetFloor(classifier: models.Classifier, train: tf.Tensor4D, test: tf.Tensor4D): number {
  const statistics = (images: tf.Tensor4D): metrics.FeatureStatistics => {
    const features = tf.tidy(() => classifier.features(tf.slice(images, 0, FLOOR_IMAGES)));
    const found = metrics.featureStatistics(features);
    features.dispose();
    return found;
  };
  return metrics.frechetDistance(statistics(test), statistics(train));
}

const rounded = (value: number): number => Number(value.toFixed(4));

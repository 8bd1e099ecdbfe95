import * as tf from '@tensorflow/tfjs-node';
import { data, metrics, models } from 'gan-lib';

/** Drawn and real images of each comparison: the first of the training and of the test images. */
const IMAGES = 5000;

/**
 * How good a generator of digits is: the Fréchet distance of 5,000 drawings to the first 5,000 training images, and
 * precision and recall; `frechetFloor` is the distance of the first 5,000 test images.
 */
export function measure(
  generator: models.Network,
  { train, test }: { readonly train: data.ImageSet; readonly test: data.ImageSet },
): Record<string, number> {
  const classifier = models.classifier('mnist');
  const measured = tf.tidy(() => {
    const reference = metrics.imageReference(classifier, data.toTensor(train, { length: IMAGES }));
    const { z } = data.normalLatents({ size: generator.input[0]!, seed: 1, name: 'evaluation' }).next(IMAGES);
    const { frechet, precision, recall } = metrics.judge(generator.apply(z), reference);
    const floor = metrics.judge(data.toTensor(test, { length: IMAGES }), reference);
    return { frechet, precision, recall, frechetFloor: floor.frechet };
  });
  classifier.dispose();
  return Object.fromEntries(
    Object.entries(measured).map(([name, value]) => [name, Number(value.toFixed(4))]),
  );
}

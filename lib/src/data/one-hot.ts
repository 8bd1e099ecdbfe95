import * as tf from '@tensorflow/tfjs-core';
import { UNLABELLED } from './image-set';

/**
 * Class numbers as rows with a 1 in the column of the class; a row of zeros where the class is not told (`UNLABELLED`).
 *
 * @param labels `[batch]`, int32
 * @param classes how many there are
 * @returns `[batch, classes]`, float32; the caller disposes it
 * @throws RangeError if a label is neither below `classes` nor `UNLABELLED`
 *
 * @example data.map(digits, ({ x, labels }) => ({ x, y: data.oneHot(labels, 10) }));
 */
export function oneHot(labels: tf.Tensor, classes: number): tf.Tensor2D {
  if (labels.rank !== 1 || labels.dtype !== 'int32') {
    throw new RangeError(
      `data.oneHot: int32 labels [batch] are allowed, got ${labels.dtype} [${labels.shape.join(', ')}]`,
    );
  }
  const foreign = labels.dataSync().find((label) => !(label >= 0 && label < classes) && label !== UNLABELLED);
  if (foreign !== undefined) {
    throw new RangeError(
      `data.oneHot: labels 0 to ${classes - 1} and ${UNLABELLED} are allowed, got ${foreign}`,
    );
  }
  return tf.tidy(() => tf.cast(tf.oneHot(labels as tf.Tensor1D, classes) as tf.Tensor2D, 'float32'));
}

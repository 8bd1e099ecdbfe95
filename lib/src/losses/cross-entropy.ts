import type * as tf from '@tensorflow/tfjs-core';
import { meanSoftplus } from '../ops';

/**
 * Mean binary cross-entropy of logits with one label for all, in nats: −log σ(l) = softplus(−l) for label 1,
 * −log(1 − σ(l)) = softplus(l) for label 0. Written with softplus it is finite for every logit.
 *
 * @param logits `[batch, 1]`, any real numbers
 */
export function binaryCrossEntropy(logits: tf.Tensor, label: 0 | 1): tf.Scalar {
  return meanSoftplus(logits, label === 1 ? -1 : 1);
}

import * as tf from '@tensorflow/tfjs-core';

/** Tensors side by side on their last axis, the channels of images. */
export const concat = (tensors: readonly tf.Tensor[]): tf.Tensor => tf.concat([...tensors], -1);

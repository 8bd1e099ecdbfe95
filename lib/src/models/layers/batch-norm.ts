import * as tf from '@tensorflow/tfjs-core';
import * as ops from '../../ops';
import { normal, ones, zeros } from '../initialisers';
import type { Layer } from './layer';
import { registerLayer } from './registry';

/** Batch normalisation (Ioffe & Szegedy 2015) over all dimensions but the last. */
export interface BatchNorm extends Layer {
  readonly kind: 'batchNorm';
  /** Share of the old running average that each training step keeps. */
  readonly momentum: number;
  readonly epsilon: number;
}

/**
 * In training: batch statistics, and running averages are recorded; otherwise: the running averages. The scale γ
 * starts at N(1, 0.02), as in DCGAN implementations, the shift β at 0.
 */
export function batchNorm({ momentum = 0.9, epsilon = 1e-5 } = {}): BatchNorm {
  return { kind: 'batchNorm', momentum, epsilon };
}

registerLayer<BatchNorm>({
  kind: 'batchNorm',
  fusesActivation: () => true,
  build({ momentum, epsilon }, input) {
    const shape = input.slice(-1);
    return {
      output: input,
      parameters: [
        { name: 'gamma', shape, init: normal(0.02, 1), trainable: true },
        { name: 'beta', shape, init: zeros, trainable: true },
        { name: 'mean', shape, init: zeros, trainable: false },
        { name: 'variance', shape, init: ones, trainable: false },
      ],
      apply(stored, x, { training, batches, slope }) {
        const [gamma, beta, mean, variance] = stored as [tf.Tensor1D, tf.Tensor1D, tf.Variable, tf.Variable];
        if (training) {
          return ops.batchNorm(x, gamma, beta, { mean, variance, momentum }, { epsilon, batches, slope });
        }
        const rows = x.rank > 4 ? tf.reshape(x, [-1, x.shape.at(-1)!]) : x; // all that TensorFlow.js takes
        const y = tf.batchNorm(rows, mean, variance, beta, gamma, epsilon);
        return ops.rectify(tf.reshape(y, x.shape), slope);
      },
    };
  },
});

import * as tf from '@tensorflow/tfjs-core';
import * as ops from '../../ops';
import { normal, ones, zeros } from '../initialisers';
import type { LayerKind } from './layer';

/** Batch normalisation (Ioffe & Szegedy 2015) over all dimensions but the last. */
export interface BatchNorm {
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

export const batchNormKind: LayerKind<BatchNorm> = {
  outputShape: (_layer, input) => input,
  parameters(_layer, input) {
    const shape = input.slice(-1);
    return [
      { name: 'gamma', shape, init: normal(0.02, 1), trainable: true },
      { name: 'beta', shape, init: zeros, trainable: true },
      { name: 'mean', shape, init: zeros, trainable: false },
      { name: 'variance', shape, init: ones, trainable: false },
    ];
  },
  rectifies: () => true,
  apply({ momentum, epsilon }, [gamma, beta, mean, variance], x, { training, batches, slope }) {
    if (!training) {
      const y = tf.batchNorm(
        x as tf.Tensor4D,
        mean as never,
        variance as never,
        beta as never,
        gamma as never,
        epsilon,
      );
      return ops.rectify(y, slope);
    }
    const running = { mean: mean!, variance: variance!, momentum };
    return ops.batchNorm(x, gamma as never, beta as never, running, { epsilon, batches, slope });
  },
};

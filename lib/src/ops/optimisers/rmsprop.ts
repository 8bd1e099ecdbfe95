import * as tf from '@tensorflow/tfjs-core';
import { towards } from './moving-mean';
import { optimiser, type Optimiser } from './optimiser';
import { checkOptions } from './options';

export interface RmsPropOptions {
  /** Default 5e-5, as WGAN (Arjovsky et al. 2017, algorithm 1). */
  readonly learningRate?: number;
  /** Decay of the mean of the squared gradient; default 0.9 (PyTorch calls it alpha and has 0.99). */
  readonly decay?: number;
  /** Default 0: momentum destabilises WGAN (Arjovsky et al. 2017, section 4.3). */
  readonly momentum?: number;
  /** Added to the mean square *under* the root, as TensorFlow has it (PyTorch adds it to the root); default 1e-8. */
  readonly epsilon?: number;
}

/** RMSProp (Tieleman & Hinton 2012): the gradient over the root of its mean square. */
export function rmsProp(options: RmsPropOptions = {}): Optimiser {
  const { learningRate = 5e-5, decay = 0.9, momentum = 0, epsilon = 1e-8 } = options;
  checkOptions('rmsProp', { positive: { learningRate, epsilon }, fraction: { decay, momentum } });
  return optimiser({
    kind: 'rmsProp',
    options: { learningRate, decay, momentum, epsilon },
    slots: ['meanSquare', 'momentum'],
    kernel: 'GanRmsProp',
    scalars: () => [learningRate, decay, momentum, epsilon],
    plain: ({ value, slots: [square, velocity], gradient }) => {
      const meanSquare = towards(square!, tf.square(gradient), decay);
      const direction = tf.div(gradient, tf.sqrt(tf.add(meanSquare, epsilon)));
      const step = tf.add(tf.mul(velocity!, momentum), tf.mul(direction, learningRate));
      return { value: tf.sub(value, step), slots: [meanSquare, step] };
    },
  });
}

import * as tf from '@tensorflow/tfjs-core';
import { stepSize, type LinearDecay } from './linear-decay';
import { towards } from './moving-mean';
import { optimiser, type Optimiser } from './optimiser';
import { checkOptions } from './options';

export interface AdamOptions {
  /** Default 2e-4, as DCGAN (Radford et al. 2015, section 4). */
  readonly learningRate?: number;
  /** Decay of the mean of the gradient; default 0.5, as DCGAN. */
  readonly beta1?: number;
  /** Decay of the mean of the squared gradient; default 0.999. */
  readonly beta2?: number;
  /** Added to the root of the bias-corrected second moment; default 1e-8. */
  readonly epsilon?: number;
  /** Between which updates the step size falls to a fiftieth; not at all by default. */
  readonly linearDecay?: LinearDecay | undefined;
}

/**
 * Adam (Kingma & Ba 2015, algorithm 1). Epsilon stands where the paper, PyTorch and TensorFlow.js have it, beside the root
 * of the *bias-corrected* second moment.
 */
export function adam(options: AdamOptions = {}): Optimiser {
  const { learningRate = 2e-4, beta1 = 0.5, beta2 = 0.999, epsilon = 1e-8 } = options;
  checkOptions('adam', { positive: { learningRate, epsilon }, fraction: { beta1, beta2 } });
  const rate = stepSize(learningRate, options.linearDecay);
  return optimiser({
    kind: 'adam',
    options: { learningRate, beta1, beta2, epsilon },
    slots: ['firstMoment', 'secondMoment'],
    kernel: 'GanAdam',
    scalars: (step) => {
      const size = rate(step) / (1 - beta1 ** step);
      return [size, beta1, beta2, 1 / Math.sqrt(1 - beta2 ** step), epsilon];
    },
    plain: ({ value, slots: [first, second], gradient, scalars: [size, , , correction] }) => {
      const firstMoment = towards(first!, gradient, beta1);
      const secondMoment = towards(second!, tf.square(gradient), beta2);
      const root = tf.mul(tf.sqrt(secondMoment), correction!);
      const step = tf.div(tf.mul(firstMoment, size!), tf.add(root, epsilon));
      return { value: tf.sub(value, step), slots: [firstMoment, secondMoment] };
    },
  });
}

import * as tf from '@tensorflow/tfjs-core';
import { define } from './operation';
import { runAll } from './native';

interface Inputs extends Record<string, tf.Tensor> {
  x: tf.Tensor4D;
  gamma: tf.Tensor1D;
  beta: tf.Tensor1D;
}
interface GradientInputs extends Record<string, tf.Tensor> {
  dy: tf.Tensor4D;
  x: tf.Tensor4D;
  gamma: tf.Tensor1D;
  mean: tf.Tensor1D;
  variance: tf.Tensor1D;
}
interface Settings extends Record<string, number> {
  epsilon: number;
}

const SECOND_ORDER =
  'ops.batchNorm: it has no second-order gradient; use a critic without batch normalisation for a gradient ' +
  'penalty (Gulrajani et al. 2017, section 4)';

const OVER = [0, 1, 2];

const noSecondOrder = (): tf.Tensor => {
  throw new Error(SECOND_ORDER);
};

/** [dx, dgamma, dbeta] */
const batchNormGradient = define({
  name: 'BatchNormGrad',
  native: (backend, { dy, x, gamma, mean, variance }: GradientInputs, { epsilon }: Settings) => {
    const outputs = runAll(
      backend,
      'FusedBatchNormGradV3',
      [dy, x, gamma, mean, variance, variance],
      { epsilon: { float: epsilon }, is_training: true },
      5,
    );
    tf.dispose(outputs.slice(3));
    return outputs.slice(0, 3);
  },
  plain: ({ dy, x, gamma, mean, variance }, { epsilon }) => {
    const inverse = tf.rsqrt(tf.add(variance, epsilon));
    const normalised = tf.mul(tf.sub(x, mean), inverse);
    const dgamma = tf.sum(tf.mul(dy, normalised), OVER);
    const dbeta = tf.sum(dy, OVER);
    const perExample = x.size / gamma.size;
    const centred = tf.sub(dy, tf.div(tf.add(dbeta, tf.mul(normalised, dgamma)), perExample));
    return [tf.mul(tf.mul(gamma, inverse), centred), dgamma, dbeta];
  },
  save: [],
  gradient: () => ({
    dy: noSecondOrder,
    x: noSecondOrder,
    gamma: noSecondOrder,
    mean: noSecondOrder,
    variance: noSecondOrder,
  }),
});

/** [y, mean, variance] */
const batchNormTraining = define({
  name: 'BatchNorm',
  native: (backend, { x, gamma, beta }: Inputs, { epsilon }: Settings) => {
    const none = tf.tensor1d([]);
    const [y, mean, unbiased, again, variance, rest] = runAll(
      backend,
      'FusedBatchNormV3',
      [x, gamma, beta, none, none],
      { epsilon: { float: epsilon }, is_training: true },
      6,
    ) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    tf.dispose([none, unbiased, again, rest]);
    return [y, mean, variance];
  },
  plain: ({ x, gamma, beta }, { epsilon }) => {
    const { mean, variance } = tf.moments(x, OVER);
    const scale = tf.mul(gamma, tf.rsqrt(tf.add(variance, epsilon)));
    return [tf.add(tf.mul(tf.sub(x, mean), scale), beta), mean, variance];
  },
  save: ['x', 'gamma'],
  saveOutputs: [false, true, true],
  gradient: ([dy], [x, gamma, mean, variance], { epsilon }) => {
    const inputs = { dy, x, gamma, mean, variance } as GradientInputs;
    const [dx, dgamma, dbeta] = batchNormGradient(inputs, { epsilon });
    return { x: () => dx!, gamma: () => dgamma!, beta: () => dbeta! };
  },
});

/** What `batchNorm` returns: the output, and the statistics that it was normalised by. */
export interface BatchNorm<T extends tf.Tensor> {
  readonly y: T;
  readonly mean: tf.Tensor1D;
  /** The population variance (divided by n, not n − 1). */
  readonly variance: tf.Tensor1D;
}

/**
 * Batch normalisation with the statistics of the batch (Ioffe & Szegedy 2015), over every axis but the last.
 * Its gradient is of the first order only; `mean` and `variance` are for running averages: no gradient
 * flows through them.
 * @param x `[batch, channels]` or `[batch, height, width, channels]`
 * @param gamma scale, `[channels]`
 * @param beta offset, `[channels]`
 * @param epsilon added to the variance
 */
export function batchNorm<T extends tf.Tensor>(
  x: T,
  gamma: tf.Tensor1D,
  beta: tf.Tensor1D,
  epsilon = 1e-5,
): BatchNorm<T> {
  const channels = x.shape[x.rank - 1]!;
  if (x.rank !== 2 && x.rank !== 4) {
    throw new RangeError(`ops.batchNorm: x must have rank 2 or 4, not shape [${x.shape}]`);
  }
  if (gamma.size !== channels || beta.size !== channels) {
    throw new RangeError(
      `ops.batchNorm: gamma [${gamma.shape}] and beta [${beta.shape}] must both be [${channels}] for x [${x.shape}]`,
    );
  }
  const images = x.rank === 4 ? (x as tf.Tensor4D) : tf.reshape(x, [x.shape[0], 1, 1, channels]);
  const [y, mean, variance] = batchNormTraining({ x: images as tf.Tensor4D, gamma, beta }, { epsilon });
  return {
    y: (x.rank === 4 ? y : tf.reshape(y!, x.shape)) as T,
    mean: mean as tf.Tensor1D,
    variance: variance as tf.Tensor1D,
  };
}

import * as tf from '@tensorflow/tfjs-core';
import { define, detach } from './operation';
import { runAll } from './native';

interface Inputs extends Record<string, tf.Tensor> {
  x: tf.Tensor4D;
  gamma: tf.Tensor1D;
  beta: tf.Tensor1D;
  runningMean: tf.Tensor1D;
  runningVariance: tf.Tensor1D;
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

interface TrainingSettings extends Settings {
  momentum: number;
}

const noGradient = (): tf.Tensor => {
  throw new Error('ops.batchNorm: running averages have no gradient');
};

/** [y, new running mean, new running variance, mean, variance] */
const batchNormTraining = define({
  name: 'BatchNorm',
  native: (backend, inputs: Inputs, { epsilon, momentum }: TrainingSettings) => {
    const { x, gamma, beta, runningMean, runningVariance } = inputs;
    const outputs = runAll(
      backend,
      'FusedBatchNormV3',
      [x, gamma, beta, runningMean, runningVariance],
      {
        epsilon: { float: epsilon },
        exponential_avg_factor: { float: 1 - momentum },
        is_training: true,
      },
      6,
    );
    outputs[5]!.dispose();
    return outputs.slice(0, 5);
  },
  plain: ({ x, gamma, beta, runningMean, runningVariance }, { epsilon, momentum }) => {
    const { mean, variance } = tf.moments(x, OVER);
    const scale = tf.mul(gamma, tf.rsqrt(tf.add(variance, epsilon)));
    const n = x.size / gamma.size;
    const average = (old: tf.Tensor, batch: tf.Tensor, factor: number) =>
      tf.add(tf.mul(old, momentum), tf.mul(batch, (1 - momentum) * factor));
    return [
      tf.add(tf.mul(tf.sub(x, mean), scale), beta),
      average(runningMean, mean, 1),
      average(runningVariance, variance, n / Math.max(n - 1, 1)),
      mean,
      variance,
    ];
  },
  save: ['x', 'gamma'],
  saveOutputs: [false, false, false, true, true],
  gradient: ([dy], [x, gamma, mean, variance], { epsilon }) => {
    const inputs = { dy, x, gamma, mean, variance } as GradientInputs;
    const [dx, dgamma, dbeta] = batchNormGradient(inputs, { epsilon });
    return {
      x: () => dx!,
      gamma: () => dgamma!,
      beta: () => dbeta!,
      runningMean: noGradient,
      runningVariance: noGradient,
    };
  },
});

/** What a network normalises by when it is not trained: averages over the batches of training. */
export interface RunningAverages {
  /** `[channels]` */
  readonly mean: tf.Variable;
  /** `[channels]`; of the unbiased variance (divided by n − 1), as in PyTorch and TensorFlow. */
  readonly variance: tf.Variable;
  /** Share of the old average that each batch keeps, in [0, 1]. */
  readonly momentum: number;
}

/**
 * Batch normalisation with the statistics of the batch (Ioffe & Szegedy 2015), over every axis but the last; adds
 * them to the running averages, which are updated in place. Its gradient is of the first order only.
 * @param x `[batch, channels]` or `[batch, height, width, channels]`
 * @param gamma scale, `[channels]`
 * @param beta offset, `[channels]`
 * @param epsilon added to the (population) variance that is normalised by
 */
export function batchNorm<T extends tf.Tensor>(
  x: T,
  gamma: tf.Tensor1D,
  beta: tf.Tensor1D,
  running: RunningAverages,
  epsilon = 1e-5,
): T {
  const { mean, variance, momentum } = running;
  const channels = x.shape[x.rank - 1]!;
  if (x.rank !== 2 && x.rank !== 4) {
    throw new RangeError(`ops.batchNorm: x must have rank 2 or 4, not shape [${x.shape}]`);
  }
  for (const [name, { size, shape }] of Object.entries({ gamma, beta, mean, variance })) {
    if (size !== channels) {
      throw new RangeError(`ops.batchNorm: ${name} must be [${channels}] for x [${x.shape}], not [${shape}]`);
    }
  }
  return tf.tidy(() => {
    const images = x.rank === 4 ? x : tf.reshape(x, [x.shape[0], 1, 1, channels]);
    const [y, newMean, newVariance] = batchNormTraining(
      {
        x: images as tf.Tensor4D,
        gamma,
        beta,
        runningMean: detach<tf.Tensor>(mean) as tf.Tensor1D,
        runningVariance: detach<tf.Tensor>(variance) as tf.Tensor1D,
      },
      { epsilon, momentum },
    );
    mean.assign(newMean!);
    variance.assign(newVariance!);
    return (x.rank === 4 ? y : tf.reshape(y!, x.shape)) as T;
  });
}

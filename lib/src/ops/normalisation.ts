import * as tf from '@tensorflow/tfjs-core';
import { LINEAR, rectify } from './activations';
import { checkSlope } from './epilogue';
import { define, detach } from './operation';
import { runAll } from './native';

interface Inputs extends Record<string, tf.Tensor> {
  x: tf.Tensor;
  gamma: tf.Tensor;
  beta: tf.Tensor;
  runningMean: tf.Tensor;
  runningVariance: tf.Tensor;
}

interface GradientInputs extends Record<string, tf.Tensor> {
  dy: tf.Tensor;
  x: tf.Tensor;
  gamma: tf.Tensor;
  beta: tf.Tensor;
  mean: tf.Tensor;
  variance: tf.Tensor;
}

interface Settings extends Record<string, number> {
  batches: number;
  epsilon: number;
  slope: number;
}

const SECOND_ORDER =
  'ops.batchNorm: it has no second-order gradient; use a critic without batch normalisation for a gradient ' +
  'penalty (Gulrajani et al. 2017, section 4)';

const noSecondOrder = (): tf.Tensor => {
  throw new Error(SECOND_ORDER);
};

/** `[batches, rows, channels]`: what is summed over is the middle axis. */
const inBatches = (x: tf.Tensor, batches: number): tf.Tensor3D =>
  tf.reshape(x, [batches, -1, x.shape[x.rank - 1]!]);

const nativeSettings = ({ batches, epsilon, slope }: Settings) => ({
  batches,
  epsilon: { float: epsilon },
  slope: { float: slope },
});

/** [dx, dgamma, dbeta] */
function plainGradient(
  { dy, x, gamma, beta, mean, variance }: GradientInputs,
  { batches, epsilon, slope }: Settings,
): tf.Tensor[] {
  const [m, v] = [tf.expandDims(mean, 1), tf.expandDims(variance, 1)];
  const inverse = tf.rsqrt(tf.add(v, epsilon));
  const normalised = tf.mul(tf.sub(inBatches(x, batches), m), inverse);
  const passed = tf.greater(tf.add(tf.mul(normalised, gamma), beta), 0);
  const given = inBatches(dy, batches);
  const d = slope === LINEAR ? given : tf.where(passed, given, tf.mul(given, slope));
  const ofProduct = tf.sum(tf.mul(d, normalised), 1, true);
  const ofGradient = tf.sum(d, 1, true);
  const rows = normalised.shape[1]!;
  const centred = tf.sub(d, tf.div(tf.add(ofGradient, tf.mul(normalised, ofProduct)), rows));
  const dx = tf.mul(tf.mul(gamma, inverse), centred);
  return [tf.reshape(dx, x.shape), tf.sum(ofProduct, [0, 1]), tf.sum(ofGradient, [0, 1])];
}

const batchNormGradient = define({
  name: 'BatchNormGrad',
  own: (backend, inputs: GradientInputs, settings: Settings) => {
    const { dy, x, gamma, beta, mean, variance } = inputs;
    return runAll(
      backend,
      'GanBatchNormGrad',
      [dy, x, gamma, beta, mean, variance],
      nativeSettings(settings),
      3,
    );
  },
  plain: plainGradient,
  save: [],
  gradient: () => ({
    dy: noSecondOrder,
    x: noSecondOrder,
    gamma: noSecondOrder,
    beta: noSecondOrder,
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

/** [y, new running mean, new running variance, mean, variance]; the last two are `[batches, channels]`. */
function plainTraining(
  { x, gamma, beta, runningMean, runningVariance }: Inputs,
  { batches, epsilon, slope, momentum }: TrainingSettings,
): tf.Tensor[] {
  const rows = inBatches(x, batches);
  const { mean, variance } = tf.moments(rows, 1, true);
  const y = tf.add(tf.mul(tf.mul(tf.sub(rows, mean), tf.rsqrt(tf.add(variance, epsilon))), gamma), beta);
  const n = rows.shape[1];
  const average = (old: tf.Tensor, ofBatches: tf.Tensor, factor: number) =>
    tf
      .unstack(tf.squeeze(ofBatches, [1]))
      .reduce((sum, each) => tf.add(tf.mul(sum, momentum), tf.mul(each, (1 - momentum) * factor)), old);
  return [
    tf.reshape(rectify(y, slope), x.shape),
    average(runningMean, mean, 1),
    average(runningVariance, variance, n / Math.max(n - 1, 1)),
    tf.squeeze(mean, [1]),
    tf.squeeze(variance, [1]),
  ];
}

const batchNormTraining = define({
  name: 'BatchNorm',
  own: (backend, inputs: Inputs, settings: TrainingSettings) => {
    const { x, gamma, beta, runningMean, runningVariance } = inputs;
    const attrs = { ...nativeSettings(settings), momentum: { float: settings.momentum } };
    return runAll(backend, 'GanBatchNorm', [x, gamma, beta, runningMean, runningVariance], attrs, 5);
  },
  plain: plainTraining,
  save: ['x', 'gamma', 'beta'],
  saveOutputs: [false, false, false, true, true],
  gradient: ([dy], [x, gamma, beta, mean, variance], { batches, epsilon, slope }) => {
    const inputs = { dy, x, gamma, beta, mean, variance } as GradientInputs;
    const [dx, dgamma, dbeta] = batchNormGradient(inputs, { batches, epsilon, slope });
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

export interface BatchNormOptions {
  /** Added to the (population) variance that is normalised by; default 1e-5. */
  readonly epsilon?: number;
  /** How many batches of the same size x holds, one after the other; each is normalised by itself. Default 1. */
  readonly batches?: number;
  /** Slope below zero of the rectifier behind it, in [0, 1]: 0 is ReLU, 1 (the default) is none. */
  readonly slope?: number;
}

/**
 * Batch normalisation with the statistics of the batch (Ioffe & Szegedy 2015), over every axis but the last; adds
 * them to the running averages, if there are any, which are updated in place. With as many batches as samples it is instance
 * normalisation (Ulyanov et al. 2016). Its gradient is of the first order only.
 * @param x `[batch, …, channels]`, of rank 2 or higher
 * @param gamma scale, `[channels]`
 * @param beta offset, `[channels]`
 * @throws RangeError if x is empty, of rank 1, cannot be divided into the batches, or if the rest does not fit it
 */
export function batchNorm<T extends tf.Tensor>(
  x: T,
  gamma: tf.Tensor1D,
  beta: tf.Tensor1D,
  running?: RunningAverages,
  { epsilon = 1e-5, batches = 1, slope = LINEAR }: BatchNormOptions = {},
): T {
  const channels = x.shape[x.rank - 1]!;
  if (x.rank < 2) throw new RangeError(`ops.batchNorm: x must have rank 2 or higher, not shape [${x.shape}]`);
  if (x.size === 0)
    throw new RangeError(`ops.batchNorm: x [${x.shape}] holds no numbers to take the mean of`);
  const averages = running && { mean: running.mean, variance: running.variance };
  for (const [name, { size, shape }] of Object.entries({ gamma, beta, ...averages })) {
    if (size !== channels) {
      throw new RangeError(`ops.batchNorm: ${name} must be [${channels}] for x [${x.shape}], not [${shape}]`);
    }
  }
  if (!(Number.isInteger(batches) && batches > 0 && x.shape[0] % batches === 0)) {
    throw new RangeError(`ops.batchNorm: x [${x.shape}] cannot be divided into ${batches} batches`);
  }
  checkSlope('batchNorm', slope);
  return tf.tidy(() => {
    const old = running ?? { mean: tf.zeros([channels]), variance: tf.zeros([channels]), momentum: 0 };
    const [y, newMean, newVariance] = batchNormTraining(
      {
        x,
        gamma,
        beta,
        runningMean: detach<tf.Tensor>(old.mean),
        runningVariance: detach<tf.Tensor>(old.variance),
      },
      { epsilon, momentum: old.momentum, batches, slope },
    );
    running?.mean.assign(newMean!);
    running?.variance.assign(newVariance!);
    return y as T;
  });
}

import * as tf from '@tensorflow/tfjs-core';
import { LINEAR, rectifierGradient, rectify } from './activations';
import { run } from './native';
import { define, detach } from './operation';
import { matMul } from './product';

const axesButLast = ({ shape }: tf.Tensor) => shape.slice(0, -1).map((_, axis) => axis);

/** The sum over every axis but the last. */
const biasGradient = define({
  name: 'BiasAddGrad',
  native: (backend, { dy }: { dy: tf.Tensor }) => run(backend, 'BiasAddGrad', [dy]),
  plain: ({ dy }) => tf.sum(dy, axesButLast(dy)),
  save: ['dy'],
  gradient: (ddb, [dy]) => ({ dy: () => tf.broadcastTo(ddb, dy!.shape) }),
});

interface Biased extends Record<string, tf.Tensor> {
  x: tf.Tensor;
  bias: tf.Tensor;
}

const addBias = define({
  name: 'BiasAdd',
  native: (backend, { x, bias }: Biased) => run(backend, 'BiasAdd', [x, bias]),
  plain: ({ x, bias }) => tf.add(x, bias),
  save: [],
  gradient: (dy) => ({ x: () => tf.clone(dy), bias: () => biasGradient({ dy }, {}) }),
});

/** The rectifier of x + bias. Where it let through shows in its output, so that is all it keeps. */
const rectifyBiased = define({
  name: 'BiasRectify',
  own: (backend, { x, bias }: Biased, { slope }: { slope: number }) =>
    run(backend, 'GanBias', [x, bias], { slope: { float: slope } }),
  plain: ({ x, bias }, { slope }) => rectify(tf.add(x, bias), slope),
  save: [],
  saveOutputs: [true],
  gradient: (dy, [y], { slope }) => {
    const dx = rectifierGradient({ dy, x: detach(y!) }, { slope });
    return { x: () => dx, bias: () => biasGradient({ dy: dx }, {}) };
  },
});

/**
 * x + bias, and a rectifier behind it.
 * @param x `[..., channels]`, rank 2 or more
 * @param bias `[channels]`
 * @param slope of the rectifier below zero, in [0, 1]: 0 is ReLU, 1 (the default) is none
 */
export function biasAdd<T extends tf.Tensor>(x: T, bias: tf.Tensor, slope = LINEAR): T {
  const channels = x.shape[x.rank - 1];
  if (x.rank < 2 || bias.rank !== 1 || bias.shape[0] !== channels) {
    throw new RangeError(`ops.biasAdd: a bias of shape [${bias.shape}] does not fit [${x.shape}]`);
  }
  return (slope === LINEAR ? addBias({ x, bias }, {}) : rectifyBiased({ x, bias }, { slope })) as T;
}

/**
 * A fully connected layer: x · weights + bias.
 * @param x `[batch, inputs]`
 * @param weights `[inputs, outputs]`
 * @param bias `[outputs]`; none if left out
 * @returns `[batch, outputs]`
 */
export function dense(x: tf.Tensor2D, weights: tf.Tensor2D, bias?: tf.Tensor1D): tf.Tensor2D {
  const y = matMul(x, weights);
  return bias ? biasAdd(y, bias) : y;
}

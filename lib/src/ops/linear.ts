import * as tf from '@tensorflow/tfjs-core';
import { define } from './operation';
import { run } from './native';
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

const addBias = define({
  name: 'BiasAdd',
  native: (backend, { x, bias }: { x: tf.Tensor; bias: tf.Tensor }) => run(backend, 'BiasAdd', [x, bias]),
  plain: ({ x, bias }) => tf.add(x, bias),
  save: [],
  gradient: (dy) => ({ x: () => tf.clone(dy), bias: () => biasGradient({ dy }, {}) }),
});

/**
 * x + bias.
 * @param x `[..., channels]`, rank 2 or more
 * @param bias `[channels]`
 */
export function biasAdd<T extends tf.Tensor>(x: T, bias: tf.Tensor): T {
  const channels = x.shape[x.rank - 1];
  if (x.rank < 2 || bias.rank !== 1 || bias.shape[0] !== channels) {
    throw new RangeError(`ops.biasAdd: a bias of shape [${bias.shape}] does not fit [${x.shape}]`);
  }
  return addBias({ x, bias }, {}) as T;
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

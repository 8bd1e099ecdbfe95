import * as tf from '@tensorflow/tfjs-core';
import { NATIVE, type NativeBackend } from './native';

/** The backends that run the plain kernel. */
const OTHERS = ['cpu', 'webgl', 'webgpu', 'wasm'];

type Tensors = Readonly<Record<string, tf.Tensor>>;
type Settings = Readonly<Record<string, number | readonly number[]>>;

/**
 * A new operation, told to TensorFlow.js the way its own are: a kernel for each backend and a gradient.
 * So the tape, `tf.tidy`, `tf.memory` and `tf.profile` know it, gradients that nobody asks for are not
 * computed, and gradients of gradients work where the gradient is made of differentiable operations.
 */
export interface Operation<I extends Tensors, A extends Settings, O extends tf.Tensor | tf.Tensor[]> {
  readonly name: string;
  /** The operation by native TensorFlow. */
  native(backend: NativeBackend, inputs: I, attrs: A): O;
  /** The same out of TensorFlow.js's own operations, for every other backend. */
  plain(inputs: I, attrs: A): O;
  /** Inputs that the gradient needs, in the order in which it gets them. */
  readonly save: readonly (keyof I & string)[];
  /** Outputs that the gradient needs; they follow the saved inputs and are constants to the tape. */
  readonly saveOutputs?: readonly boolean[];
  /** For each input the function that computes the gradient with respect to it. */
  gradient(dy: O, saved: tf.Tensor[], attrs: A): Record<keyof I & string, () => tf.Tensor>;
}

function replaceKernel(config: tf.KernelConfig): void {
  const { kernelName, backendName } = config;
  const known = tf.getKernelsForBackend(backendName).some((kernel) => kernel.kernelName === kernelName);
  if (known) tf.unregisterKernel(kernelName, backendName);
  tf.registerKernel(config);
}

/** What runs an operation. */
export type Run<I extends Tensors, A extends Settings, O extends tf.Tensor | tf.Tensor[]> = (
  inputs: I,
  attrs: A,
) => O;

/** Registers an operation and returns the function that runs it. */
export function define<I extends Tensors, A extends Settings, O extends tf.Tensor | tf.Tensor[]>(
  operation: Operation<I, A, O>,
): Run<I, A, O> {
  const { name, native, plain, save, saveOutputs, gradient } = operation;
  replaceKernel({
    kernelName: name,
    backendName: NATIVE,
    kernelFunc: ({ inputs, backend, attrs }) =>
      native(backend as NativeBackend, inputs as unknown as I, attrs as unknown as A),
  });
  for (const backendName of OTHERS) {
    replaceKernel({
      kernelName: name,
      backendName,
      kernelFunc: ({ inputs, attrs }) => tf.tidy(() => plain(inputs as unknown as I, attrs as unknown as A)),
    });
  }
  tf.registerGradient({
    kernelName: name,
    inputsToSave: [...save],
    outputsToSave: [...(saveOutputs ?? [])],
    gradFunc: (dy, saved, attrs) => gradient(dy as O, saved, attrs as unknown as A),
  });
  return (inputs, attrs) => tf.engine().runKernel<O>(name, inputs, attrs);
}

/**
 * The same values, unknown to the tape: a constant wherever a gradient is taken. Piecewise linear functions
 * need it for the second order, where the derivative with respect to the point of evaluation is zero.
 */
export function detach<T extends tf.Tensor>(x: T): T {
  const { dataId, shape, dtype } = x;
  tf.backend().incRef(dataId);
  return tf.engine().makeTensorFromTensorInfo({ dataId, shape, dtype }) as T;
}

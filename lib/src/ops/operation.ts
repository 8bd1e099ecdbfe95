import * as tf from '@tensorflow/tfjs-core';
import { hasOwnKernels } from './kernels';
import { NATIVE, type NativeBackend } from './native';

/** The backends that run the plain kernel. */
const OTHERS = ['cpu', 'webgl', 'webgpu', 'wasm'];

export type Tensors = Readonly<Record<string, tf.Tensor>>;
export type Settings = Readonly<Record<string, number | readonly number[]>>;

/**
 * A new operation, told to TensorFlow.js the way its own are: a kernel for each backend, and a gradient.
 * So the tape, `tf.tidy`, `tf.memory` and `tf.profile` know it, gradients that nobody asks for are not
 * computed, and gradients of gradients work where the gradient is made of differentiable operations.
 */
export interface Operation<I extends Tensors, A extends Settings, O extends tf.Tensor | tf.Tensor[]> {
  readonly name: string;
  /** The operation by a kernel of the room's own. */
  own?(backend: NativeBackend, inputs: I, attrs: A): O;
  /** The same by a kernel of native TensorFlow. */
  native?(backend: NativeBackend, inputs: I, attrs: A): O;
  /** Whether the plain kernel is faster than the room's own, on native TensorFlow and for these sizes. */
  plainIsFaster?(inputs: I, attrs: A): boolean;
  /** The same out of TensorFlow.js's operations, for every other backend, and for native TensorFlow without the above. */
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
  const { name, own, native, plain, plainIsFaster, save, saveOutputs, gradient } = operation;
  for (const backendName of [NATIVE, ...OTHERS]) {
    const compiled = () => (backendName !== NATIVE ? undefined : own && hasOwnKernels() ? own : native);
    replaceKernel({
      kernelName: name,
      backendName,
      kernelFunc(params) {
        const inputs = params.inputs as unknown as I;
        const attrs = params.attrs as unknown as A;
        const kernel = compiled();
        return kernel && !plainIsFaster?.(inputs, attrs)
          ? kernel(params.backend as unknown as NativeBackend, inputs, attrs)
          : tf.tidy(() => plain(inputs, attrs));
      },
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

import type * as tf from '@tensorflow/tfjs-core';

/**
 * How one variable moves along one gradient, in two forms that give the same numbers: TensorFlow's fused
 * kernel, and TensorFlow.js's operations for every other backend.
 */
export interface Rule {
  readonly kind: 'adam' | 'rmsProp' | 'sgd';
  readonly options: Readonly<Record<string, number>>;
  /** The tensors kept beside each variable, all of its shape and zero at the start, in the kernel's order. */
  readonly slots: readonly string[];
  /** TensorFlow's kernel: takes variable, slots, scalars, gradient and updates variable and slots in place. */
  readonly kernel: string;
  /** The kernel's scalars at this step (the first is 1), in its order. */
  scalars(step: number): readonly number[];
  /** The same out of plain operations: the new value and the new slots. */
  plain(update: Update): { readonly value: tf.Tensor; readonly slots: readonly tf.Tensor[] };
}

export interface Update {
  readonly value: tf.Tensor;
  readonly slots: readonly tf.Tensor[];
  readonly gradient: tf.Tensor;
  readonly scalars: readonly number[];
}

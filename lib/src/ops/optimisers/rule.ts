import type * as tf from '@tensorflow/tfjs-core';

/**
 * How one variable moves along one gradient, in two forms that give the same numbers: a kernel of the room's own for
 * all variables at once, and TensorFlow.js's operations for every other backend.
 */
export interface Rule {
  readonly kind: 'adam' | 'rmsProp' | 'sgd';
  readonly options: Readonly<Record<string, number>>;
  /** The tensors kept beside each variable, all of its shape and zero at the start, in the kernel's order. */
  readonly slots: readonly string[];
  /** The kernel: takes variables, each list of slots, gradients, scalars; makes variables, updates slots in place. */
  readonly kernel?: string;
  /** The rule's scalars at this step (the first is 1). */
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

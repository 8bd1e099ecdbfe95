import * as tf from '@tensorflow/tfjs-core';
import { hasOwnKernels } from '../kernels';
import { nativeBackend, runAll } from '../native';
import type { Rule } from './rule';

/** A tensor as plain data, ready to be written to a file. */
export interface SavedTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** What an optimiser keeps beside its variables, on one backend. */
export interface Store {
  update(gradients: readonly tf.Tensor[], scalars: readonly number[]): void;
  /** Of each variable the slots' values, in the rule's order. */
  read(): SavedTensor[][];
  dispose(): void;
}

/**
 * Slots as TensorFlow.js variables, updated by plain operations: for any backend. Each slot is one vector for all variables, and
 * so are their values and gradients during an update: outside native TensorFlow a call costs more than what it computes.
 */
class PlainStore implements Store {
  private readonly rule: Rule;
  private readonly variables: readonly tf.Variable[];
  private readonly slots: readonly tf.Variable[];

  constructor(rule: Rule, variables: readonly tf.Variable[], initial: readonly tf.Tensor[][]) {
    this.rule = rule;
    this.variables = variables;
    this.slots = tf.tidy(() =>
      rule.slots.map((_, j) => tf.variable(joined(initial.map((slots) => slots[j]!)), false)),
    );
    tf.dispose(initial.flat());
  }

  update(gradients: readonly tf.Tensor[], scalars: readonly number[]): void {
    tf.tidy(() => {
      const [value, gradient] = [joined(this.variables), joined(gradients)];
      const made = this.rule.plain({ value, slots: this.slots, gradient, scalars });
      const values = tf.split(
        made.value,
        this.variables.map(({ size }) => size),
      );
      this.variables.forEach((variable, i) => variable.assign(tf.reshape(values[i]!, variable.shape)));
      this.slots.forEach((slot, j) => slot.assign(made.slots[j]!));
    });
  }

  read(): SavedTensor[][] {
    const values = this.slots.map((slot) => slot.dataSync<'float32'>());
    let at = 0;
    return this.variables.map(({ shape, size }) => {
      const from = at;
      at += size;
      return values.map((each) => ({ shape: [...shape], values: each.slice(from, at) }));
    });
  }

  dispose(): void {
    tf.dispose([...this.slots]);
  }
}

/** The numbers of all tensors, one after the other. */
const joined = (tensors: readonly tf.Tensor[]): tf.Tensor1D =>
  tf.concat1d(tensors.map((each) => tf.reshape(each, [each.size])));

/**
 * Slots that the room's own kernel updates in place, all variables in one call. Nobody else ever gets these tensors, so
 * nobody sees them change; of the variables it makes new values, so that a clone of one keeps its numbers.
 */
class NativeStore implements Store {
  private readonly kernel: string;
  private readonly variables: readonly tf.Variable[];
  private readonly slots: readonly tf.Tensor[][];

  constructor(kernel: string, variables: readonly tf.Variable[], initial: readonly tf.Tensor[][]) {
    this.kernel = kernel;
    this.variables = variables;
    this.slots = initial;
  }

  update(gradients: readonly tf.Tensor[], scalars: readonly number[]): void {
    const { kernel, variables, slots } = this;
    tf.tidy(() => {
      const lists = slots[0]!.map((_, j) => slots.map((own) => own[j]!));
      const inputs = [...variables, ...lists.flat(), ...gradients, tf.tensor1d([...scalars])];
      const values = runAll(nativeBackend(), kernel, inputs, { N: variables.length }, variables.length);
      variables.forEach((variable, i) => variable.assign(values[i]!));
    });
  }

  read(): SavedTensor[][] {
    return this.slots.map((slots) => slots.map(saved));
  }

  dispose(): void {
    tf.dispose(this.slots.flat());
  }
}

const saved = (x: tf.Tensor): SavedTensor => ({
  shape: [...x.shape],
  values: x.dataSync<'float32'>().slice(),
});

/** A store for these variables on the backend that is set now; it takes over `initial`, the slots of each. */
export function makeStore(
  rule: Rule,
  variables: readonly tf.Variable[],
  initial: readonly tf.Tensor[][],
): Store {
  return rule.kernel !== undefined && hasOwnKernels()
    ? new NativeStore(rule.kernel, variables, initial)
    : new PlainStore(rule, variables, initial);
}

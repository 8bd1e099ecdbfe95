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

/** Slots of each variable, whoever updates them. */
abstract class Slots<T extends tf.Tensor> implements Store {
  protected readonly variables: readonly tf.Variable[];
  protected readonly slots: readonly T[][];

  constructor(variables: readonly tf.Variable[], slots: readonly T[][]) {
    this.variables = variables;
    this.slots = slots;
  }

  abstract update(gradients: readonly tf.Tensor[], scalars: readonly number[]): void;

  read(): SavedTensor[][] {
    return this.slots.map((slots) => slots.map(saved));
  }

  dispose(): void {
    tf.dispose(this.slots.flat());
  }
}

/** Slots as TensorFlow.js variables, updated by plain operations: for any backend. */
class PlainStore extends Slots<tf.Variable> {
  private readonly rule: Rule;

  constructor(rule: Rule, variables: readonly tf.Variable[], initial: readonly tf.Tensor[][]) {
    super(
      variables,
      initial.map((slots) => slots.map((slot) => tf.variable(slot, false))),
    );
    this.rule = rule;
    tf.dispose(initial.flat());
  }

  update(gradients: readonly tf.Tensor[], scalars: readonly number[]): void {
    this.variables.forEach((variable, i) => {
      tf.tidy(() => {
        const kept = this.slots[i]!;
        const { value, slots } = this.rule.plain({
          value: variable,
          slots: kept,
          gradient: gradients[i]!,
          scalars,
        });
        variable.assign(value);
        kept.forEach((slot, j) => slot.assign(slots[j]!));
      });
    });
  }
}

/**
 * Slots that the room's own kernel updates in place, all variables in one call. Nobody else ever gets these tensors, so
 * nobody sees them change; of the variables it makes new values, so that a clone of one keeps its numbers.
 */
class NativeStore extends Slots<tf.Tensor> {
  private readonly kernel: string;

  constructor(kernel: string, variables: readonly tf.Variable[], initial: readonly tf.Tensor[][]) {
    super(variables, initial);
    this.kernel = kernel;
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

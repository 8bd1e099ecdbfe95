import * as tf from '@tensorflow/tfjs-core';
import { NATIVE, runAll, type NativeBackend } from '../native';
import type { Rule } from './rule';

/** A tensor as plain data, ready to be written to a file. */
export interface SavedTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** What an optimiser keeps beside one variable, on one backend. */
export interface Store {
  update(gradient: tf.Tensor, scalars: readonly tf.Scalar[], step: readonly number[]): void;
  /** The slots' values, in the rule's order. */
  read(): SavedTensor[];
  dispose(): void;
}

/** Slots as TensorFlow.js variables, updated by plain operations: for any backend. */
export class PlainStore implements Store {
  private readonly rule: Rule;
  private readonly variable: tf.Variable;
  private readonly slots: tf.Variable[];

  constructor(rule: Rule, variable: tf.Variable, initial: readonly tf.Tensor[]) {
    this.rule = rule;
    this.variable = variable;
    this.slots = initial.map((slot) => tf.variable(slot, false));
  }

  update(gradient: tf.Tensor, _: readonly tf.Scalar[], scalars: readonly number[]): void {
    tf.tidy(() => {
      const { value, slots } = this.rule.plain({
        value: this.variable,
        slots: this.slots,
        gradient,
        scalars,
      });
      this.variable.assign(value);
      this.slots.forEach((slot, i) => slot.assign(slots[i]!));
    });
  }

  read(): SavedTensor[] {
    return this.slots.map(saved);
  }

  dispose(): void {
    tf.dispose(this.slots);
  }
}

/** TensorFlow makes a resource of its own, freed with its handle, under this name. */
const ANONYMOUS = 'cd2c89b7-88b7-44c8-ad83-06c2a9158347';

/**
 * Variable and slots as resources of native TensorFlow, updated in place by one kernel.
 *
 * The TensorFlow.js variable stays what everyone else sees: after each update it shares the resource's
 * buffer. Before an update it lets go of it, because TensorFlow copies a buffer that somebody else reads.
 * A value that was assigned to the variable in between (weight clipping, a checkpoint) is taken over first.
 */
export class NativeStore implements Store {
  private readonly rule: Rule;
  private readonly variable: tf.Variable;
  private readonly resource: tf.Tensor;
  private readonly slots: tf.Tensor[];
  private seen: object | undefined;

  constructor(rule: Rule, variable: tf.Variable, initial: readonly tf.Tensor[]) {
    this.rule = rule;
    this.variable = variable;
    this.resource = makeResource(variable.shape);
    this.slots = initial.map((value) => {
      const slot = makeResource(value.shape);
      assign(slot, value);
      return slot;
    });
  }

  update(gradient: tf.Tensor, scalars: readonly tf.Scalar[]): void {
    const engine = tf.engine();
    if (this.variable.dataId !== this.seen) assign(this.resource, this.variable);
    engine.disposeTensor(this.variable);
    runAll(backend(), this.rule.kernel, [this.resource, ...this.slots, ...scalars, gradient], {}, 0);
    const value = read(this.resource);
    this.variable.dataId = this.seen = value.dataId;
    engine.incRef(this.variable, backend());
    value.dispose();
  }

  read(): SavedTensor[] {
    return this.slots.map((slot) => {
      const value = read(slot);
      const plain = saved(value);
      value.dispose();
      return plain;
    });
  }

  dispose(): void {
    tf.dispose([this.resource, ...this.slots]);
  }
}

const backend = () => tf.backend() as unknown as NativeBackend & tf.KernelBackend;

function makeResource(shape: readonly number[]): tf.Tensor {
  const { binding } = backend();
  const handle = backend().executeSingleOutput(
    'VarHandleOp',
    [
      { name: 'dtype', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT },
      { name: 'shape', type: binding.TF_ATTR_SHAPE, value: [...shape] },
      { name: 'shared_name', type: binding.TF_ATTR_STRING, value: ANONYMOUS },
    ],
    [],
  );
  return tf.keep(handle);
}

function assign(resource: tf.Tensor, value: tf.Tensor): void {
  runAll(backend(), 'AssignVariableOp', [resource, value], {}, 0);
}

function read(resource: tf.Tensor): tf.Tensor {
  const { binding } = backend();
  const dtype = [{ name: 'dtype', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT }];
  return backend().executeSingleOutput('ReadVariableOp', dtype, [resource]);
}

const saved = (x: tf.Tensor): SavedTensor => ({
  shape: [...x.shape],
  values: x.dataSync<'float32'>().slice(),
});

/** A store for one variable on the backend that is set now. */
export function makeStore(rule: Rule, variable: tf.Variable, initial: readonly tf.Tensor[]): Store {
  return tf.getBackend() === NATIVE
    ? new NativeStore(rule, variable, initial)
    : new PlainStore(rule, variable, initial);
}

import * as tf from '@tensorflow/tfjs-core';
import type { Rule } from './rule';
import { makeStore, type SavedTensor, type Store } from './store';

/** An optimiser's state as plain data: all that is needed to go on as if it had never stopped. */
export interface OptimiserState {
  readonly kind: Rule['kind'];
  /** Updates made so far. */
  readonly step: number;
  /** Slot of each variable under `${position of the variable}/${name of the slot}`; empty before the first step. */
  readonly slots: Readonly<Record<string, SavedTensor>>;
}

/** Moves variables along gradients; owns the slots (moments) that it keeps beside them. */
export interface Optimiser {
  readonly kind: Rule['kind'];
  readonly options: Readonly<Record<string, number>>;
  /**
   * One step. The variables are updated in place and must be the same, in the same order, at each step;
   * the gradients remain the caller's.
   */
  apply(variables: readonly tf.Variable[], gradients: readonly tf.Tensor[]): void;
  state(): OptimiserState;
  /** Takes over a state; the slots are put in place at the next step. */
  restore(state: OptimiserState): void;
  /** Frees the slots. */
  dispose(): void;
}

class RuleOptimiser implements Optimiser {
  private readonly rule: Rule;
  private variables: readonly tf.Variable[] = [];
  private store: Store | undefined;
  private step = 0;
  private pending: OptimiserState['slots'] = {};

  constructor(rule: Rule) {
    this.rule = rule;
  }

  get kind(): Rule['kind'] {
    return this.rule.kind;
  }

  get options(): Rule['options'] {
    return this.rule.options;
  }

  apply(variables: readonly tf.Variable[], gradients: readonly tf.Tensor[]): void {
    this.check(variables, gradients);
    const store = (this.store ??= this.begin(variables));
    this.step += 1;
    store.update(gradients, this.rule.scalars(this.step));
  }

  state(): OptimiserState {
    const slots = this.store ? Object.fromEntries(this.savedSlots(this.store)) : this.pending;
    return { kind: this.kind, step: this.step, slots };
  }

  restore(state: OptimiserState): void {
    if (state.kind !== this.kind) {
      throw new Error(`optimiser: cannot restore the state of ${state.kind} into ${this.kind}`);
    }
    this.dispose();
    this.step = state.step;
    this.pending = state.slots;
  }

  dispose(): void {
    this.store?.dispose();
    this.store = undefined;
    this.variables = [];
    this.step = 0;
    this.pending = {};
  }

  private begin(variables: readonly tf.Variable[]): Store {
    const wanted = variables.flatMap((_, i) => this.rule.slots.map((slot) => `${i}/${slot}`));
    const given = Object.keys(this.pending);
    if (given.length > 0 && given.length !== wanted.length) {
      throw new Error(
        `${this.kind}: the restored state has ${given.length} slots, these ${variables.length} variables need ${wanted.length}`,
      );
    }
    const initial = tf.tidy(() =>
      variables.map((variable, i) =>
        this.rule.slots.map((slot) => tf.keep(this.initialSlot(variable, `${i}/${slot}`))),
      ),
    );
    this.variables = [...variables];
    this.pending = {};
    return makeStore(this.rule, variables, initial);
  }

  private initialSlot(variable: tf.Variable, name: string): tf.Tensor {
    if (Object.keys(this.pending).length === 0) return tf.zerosLike(variable);
    const saved = this.pending[name];
    if (!saved || !tf.util.arraysEqual([...saved.shape], variable.shape)) {
      throw new Error(
        `${this.kind}: the restored slot ${name} is ${saved ? `[${saved.shape}]` : 'missing'}, variable ${variable.name} needs [${variable.shape}]`,
      );
    }
    return tf.tensor(saved.values.slice(), variable.shape, 'float32');
  }

  private *savedSlots(store: Store): Iterable<[string, SavedTensor]> {
    for (const [i, tensors] of store.read().entries()) {
      for (const [j, slot] of this.rule.slots.entries()) yield [`${i}/${slot}`, tensors[j]!];
    }
  }

  private check(variables: readonly tf.Variable[], gradients: readonly tf.Tensor[]): void {
    if (variables.length === 0) throw new RangeError(`${this.kind}: there are no variables to update`);
    if (this.store && variables.some((variable, i) => variable !== this.variables[i])) {
      throw new Error(
        `${this.kind}: the variables are not those of the step before; make an optimiser for each network`,
      );
    }
    variables.forEach((variable, i) => {
      const gradient = gradients[i];
      if (!gradient || !tf.util.arraysEqual(gradient.shape, variable.shape)) {
        throw new RangeError(
          `${this.kind}: the gradient of ${variable.name} is ${gradient ? `[${gradient.shape}]` : 'missing'}, it must be [${variable.shape}]`,
        );
      }
    });
  }
}

export const optimiser = (rule: Rule): Optimiser => new RuleOptimiser(rule);

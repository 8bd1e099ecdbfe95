import { isDeepStrictEqual } from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import { NATIVE, nativeBackend, type Binding, type TensorMetadata } from './native';
import { detach } from './operation';

/**
 * A native tensor of a recording, by its number: those that were given come first, then constants and results in the order in
 * which they were made.
 */
type Slot = number;

type Step =
  | {
      readonly kind: 'call';
      readonly op: string;
      readonly attributes: Parameters<Binding['executeOp']>[1];
      readonly inputs: readonly Slot[];
      readonly outputs: number;
      /** The first of the outputs. */
      readonly first: Slot;
    }
  | { readonly kind: 'constant'; readonly tensor: Parameters<Binding['createTensor']>; readonly slot: Slot }
  | { readonly kind: 'free'; readonly slot: Slot };

/** Everything that native TensorFlow was told to do. */
interface Recording {
  readonly shapes: readonly (readonly number[])[];
  readonly steps: readonly Step[];
  /** Variables that were assigned, by their place, and what. */
  readonly assigned: readonly (readonly [number, Slot])[];
  readonly results: readonly (readonly [string, Slot])[];
}

export type Results = Readonly<Record<string, tf.Tensor>>;

/**
 * Makes the native calls of a computation again, without the tape, tensors and scopes of TensorFlow.js around each of them,
 * which cost as much as a small operation itself. The results are the same to the bit.
 *
 * The computation is run twice first and must have made the same calls with the same constants: if it draws random
 * numbers, or reads a tensor, it is run every time. What else it could depend on but its inputs and the variables cannot be
 * seen: that it does not is for the caller to know.
 */
export class Replay {
  private readonly variables: readonly tf.Variable[];
  private of: unknown;
  private recording: Recording | undefined;
  private state: 'unknown' | 'repeats' | 'differs' = 'unknown';

  /** @param variables all that the computation reads or assigns, whoever else assigns them */
  constructor(variables: readonly tf.Variable[]) {
    this.variables = variables;
  }

  /**
   * @param of what the computation is: another begins anew
   * @param inputs all tensors that it is given; of other shapes, it is run
   * @param compute frees whatever it makes but its results
   */
  run<R extends Results>(of: unknown, inputs: readonly tf.Tensor[], compute: () => R): R {
    if (of !== this.of) Object.assign(this, { of, recording: undefined, state: 'unknown' });
    if (tf.getBackend() !== NATIVE || this.state === 'differs') return compute();
    const shapes = inputs.map(({ shape }) => shape);
    const fits = !this.recording || isDeepStrictEqual(shapes, this.recording.shapes);
    if (!fits) return compute();
    const given = [...inputs, ...this.variables];
    if (this.state === 'repeats') return replay(this.recording!, given, inputs.length) as R;
    const { results, recording } = record(given, inputs.length, compute);
    this.state = !recording
      ? 'differs'
      : !this.recording
        ? 'unknown'
        : isDeepStrictEqual(recording, this.recording)
          ? 'repeats'
          : 'differs';
    this.recording = this.state === 'differs' ? undefined : recording;
    return results;
  }
}

/** Runs a computation and notes what it does; no recording if that depends on more than can be noted. */
function record<R extends Results>(
  given: readonly tf.Tensor[],
  inputs: number,
  compute: () => R,
): { results: R; recording: Recording | undefined } {
  const backend = nativeBackend();
  const { binding } = backend;
  const ids = backend.getInputTensorIds(given);
  const slots = new Map(ids.map((id, slot) => [id, slot]));
  const steps: Step[] = [];
  const alive = new Set<Slot>();
  let known = slots.size === ids.length;
  let count = ids.length;
  const add = (id: number): Slot => {
    slots.set(id, count);
    alive.add(count);
    return count++;
  };
  const slotOf = (id: number): Slot => {
    const slot = slots.get(id);
    known &&= slot !== undefined;
    return slot ?? -1;
  };
  const listening: Partial<Binding> = {
    executeOp(op, attributes, operands, outputs) {
      const made = binding.executeOp(op, attributes, operands, outputs);
      const [inputs, first] = [operands.map(slotOf), count];
      for (const { id } of made) add(id);
      steps.push({ kind: 'call', op, attributes, inputs, outputs, first });
      return made;
    },
    createTensor(...tensor) {
      const id = binding.createTensor(...tensor);
      steps.push({ kind: 'constant', tensor, slot: add(id) });
      return id;
    },
    deleteTensor(id) {
      binding.deleteTensor(id);
      const slot = slots.get(id);
      if (slot !== undefined && alive.delete(slot)) steps.push({ kind: 'free', slot });
    },
    tensorDataSync(id) {
      known = false;
      return binding.tensorDataSync(id);
    },
  };
  backend.binding = Object.setPrototypeOf(listening, binding) as Binding;
  let results: R;
  try {
    results = compute();
  } finally {
    backend.binding = binding;
  }
  const after = backend.getInputTensorIds(given);
  const assigned = after.flatMap((id, place) =>
    id === ids[place] ? [] : [[place - inputs, slotOf(id)] as const],
  );
  const named = Object.entries(results).map(
    ([name, tensor]) => [name, slotOf(backend.getInputTensorIds([tensor])[0]!)] as const,
  );
  const kept = new Set([...assigned, ...named].map(([, slot]) => slot));
  known &&= kept.size === alive.size && [...kept].every((slot) => alive.has(slot));
  const shapes = given.slice(0, inputs).map(({ shape }) => shape);
  return { results, recording: known ? { shapes, steps, assigned, results: named } : undefined };
}

function replay(recording: Recording, given: readonly tf.Tensor[], inputs: number): Results {
  const backend = nativeBackend();
  const { binding } = backend;
  const ids = backend.getInputTensorIds(given);
  const made: TensorMetadata[] = [];
  for (const step of recording.steps) {
    if (step.kind === 'call') {
      const operands = step.inputs.map((slot) => ids[slot]!);
      binding.executeOp(step.op, step.attributes, operands, step.outputs).forEach((each, i) => {
        made[step.first + i] = each;
        ids[step.first + i] = each.id;
      });
    } else if (step.kind === 'constant') {
      ids[step.slot] = binding.createTensor(...step.tensor);
    } else {
      binding.deleteTensor(ids[step.slot]!);
    }
  }
  for (const [place, slot] of recording.assigned) {
    const value = backend.createOutputTensor(made[slot]!);
    (given[inputs + place] as tf.Variable).assign(value);
    value.dispose();
  }
  const tensors = new Map<Slot, tf.Tensor>();
  return Object.fromEntries(
    recording.results.map(([name, slot]) => {
      const same = tensors.get(slot);
      const tensor = same ? detach(same) : backend.createOutputTensor(made[slot]!);
      tensors.set(slot, tensor);
      return [name, tensor];
    }),
  );
}

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
  /** Name, shape and type of each input. */
  readonly inputs: readonly (readonly [string, readonly number[], string])[];
  readonly steps: readonly Step[];
  /** Variables that were assigned, by their place, and what. */
  readonly assigned: readonly (readonly [number, Slot])[];
  readonly results: readonly (readonly [string, Slot])[];
}

export type Named = Readonly<Record<string, tf.Tensor>>;

/**
 * Makes the native calls of a computation again, without the tape, tensors and scopes of TensorFlow.js around each of them,
 * which cost as much as a small operation itself. The results are the same to the bit.
 *
 * The computation is run twice first and must have made the same calls with the same constants. If it has not, or has read
 * a tensor, or used one that it was not given, it is run every time. That it depends on nothing that no call shows, a counter or
 * the state of a random stream, is for the caller to know.
 */
export class ChangedComputation extends Error {}

export class Captured {
  private readonly variables: readonly tf.Variable[];
  private recording: Recording | undefined;
  private state: 'unknown' | 'repeats' | 'differs' = 'unknown';

  /** @param variables all that the computation reads or assigns, whoever else assigns them */
  constructor(variables: readonly tf.Variable[]) {
    this.variables = variables;
  }

  /**
   * @param inputs all tensors that the computation is given; with others than before in name, shape or type it is run
   * @param compute the same every time; frees whatever it makes but its results
   */
  run<R extends Named>(inputs: Named, compute: () => R, _options: { verify?: boolean } = {}): R {
    if (tf.getBackend() !== NATIVE || this.state === 'differs') return compute();
    const given = [...Object.values(inputs), ...this.variables];
    if (this.recording && !isDeepStrictEqual(describe(inputs), this.recording.inputs)) return compute();
    if (this.state === 'repeats') return replay(this.recording!, given) as R;
    const { results, recording } = record(inputs, given, compute);
    if (!recording) this.state = 'differs';
    else if (this.recording)
      this.state = isDeepStrictEqual(recording, this.recording) ? 'repeats' : 'differs';
    this.recording = this.state === 'differs' ? undefined : recording;
    return results;
  }
}

const describe = (inputs: Named): Recording['inputs'] =>
  Object.entries(inputs).map(([name, { shape, dtype }]) => [name, shape, dtype]);

/** Runs a computation and notes what it does; no recording if that depends on more than can be noted. */
function record<R extends Named>(
  inputs: Named,
  given: readonly tf.Tensor[],
  compute: () => R,
): { results: R; recording: Recording | undefined } {
  const backend = nativeBackend();
  const { binding } = backend;
  const ids = backend.getInputTensorIds(given);
  const slots = new Map(ids.map((id, slot) => [id, slot]));
  const steps: Step[] = [];
  const constants = new Set<Slot>();
  let known = slots.size === ids.length;
  let count = ids.length;
  const add = (id: number): Slot => {
    slots.set(id, count);
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
      const step = {
        kind: 'call',
        op,
        attributes,
        inputs: operands.map(slotOf),
        outputs,
        first: count,
      } as const;
      for (const { id } of made) add(id);
      steps.push(step);
      return made;
    },
    createTensor(...tensor) {
      const id = binding.createTensor(...tensor);
      const slot = add(id);
      constants.add(slot);
      steps.push({ kind: 'constant', tensor: structuredClone(tensor), slot });
      return id;
    },
    deleteTensor(id) {
      binding.deleteTensor(id);
      const slot = slots.get(id);
      if (slot !== undefined && slot >= ids.length) steps.push({ kind: 'free', slot });
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
  const assigned = backend
    .getInputTensorIds(given)
    .flatMap((id, place) => (id === ids[place] ? [] : [[place, slotOf(id)] as const]));
  const named = Object.entries(results).map(
    ([name, tensor]) => [name, slotOf(backend.getInputTensorIds([tensor])[0]!)] as const,
  );
  // What is left is what is given back: calls' outputs, each to one variable or as one result under any number of names.
  const kept = [...assigned.map(([, slot]) => slot), ...new Set(named.map(([, slot]) => slot))];
  const left = leftBy(steps);
  known &&= left.size === kept.length && kept.every((slot) => left.has(slot) && !constants.has(slot));
  const recording = { inputs: describe(inputs), steps, assigned, results: named };
  return { results, recording: known ? recording : undefined };
}

function replay({ steps, assigned, results }: Recording, given: readonly tf.Tensor[]): Named {
  const backend = nativeBackend();
  const { binding } = backend;
  const ids = backend.getInputTensorIds(given);
  const made: TensorMetadata[] = [];
  let done = 0;
  try {
    for (; done < steps.length; done++) {
      const step = steps[done]!;
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
  } catch (error) {
    for (const slot of leftBy(steps.slice(0, done))) binding.deleteTensor(ids[slot]!);
    throw error;
  }
  for (const [place, slot] of assigned) {
    const value = backend.createOutputTensor(made[slot]!);
    (given[place] as tf.Variable).assign(value);
    value.dispose();
  }
  const tensors = new Map<Slot, tf.Tensor>();
  return Object.fromEntries(
    results.map(([name, slot]) => {
      const same = tensors.get(slot);
      const tensor = same ? detach(same) : backend.createOutputTensor(made[slot]!);
      tensors.set(slot, tensor);
      return [name, tensor];
    }),
  );
}

/** What these steps made and did not free. */
function leftBy(steps: readonly Step[]): Set<Slot> {
  const left = new Set<Slot>();
  for (const step of steps) {
    if (step.kind === 'free') left.delete(step.slot);
    else if (step.kind === 'constant') left.add(step.slot);
    else for (let i = 0; i < step.outputs; i++) left.add(step.first + i);
  }
  return left;
}

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

/** The computation has changed since its calls were captured. */
export class ChangedComputation extends Error {
  override readonly name = 'ChangedComputation';

  /** @param difference what the computation does now that it did not do before */
  constructor(difference: string) {
    super(`the computation is not a function of its inputs and variables alone: ${difference}`);
  }
}

/**
 * A computation whose native calls are captured, and from then on replayed without the tape, tensors and scopes that
 * TensorFlow.js puts around each of them, which cost as much as a small operation itself (as CUDA graphs do for a GPU's
 * calls). The results are the same to the bit.
 *
 * It is run twice first and must have made the same calls with the same constants. If it has not, or has read a tensor, or
 * used one that it was not given, it is run every time. A constant that changes later is not seen until a run verifies.
 */
export class Captured {
  private readonly variables: readonly tf.Variable[];
  private recording: Recording | undefined;
  private state: 'unknown' | 'captured' | 'differs' = 'unknown';

  /** @param variables all that the computation reads or assigns, whoever else assigns them */
  constructor(variables: readonly tf.Variable[]) {
    this.variables = variables;
  }

  /**
   * @param inputs all tensors that the computation is given; with others than before in name, shape or type it is run
   * @param compute a function of the inputs and variables alone; frees whatever it makes but its results
   * @param options.verify whether to run the computation although it is captured, and compare what it does
   * @throws ChangedComputation if it is captured, is to be verified, and does not do what was captured
   */
  run<R extends Named>(inputs: Named, compute: () => R, { verify = false } = {}): R {
    if (tf.getBackend() !== NATIVE || this.state === 'differs') return compute();
    const given = [...Object.values(inputs), ...this.variables];
    if (this.recording && !isDeepStrictEqual(describe(inputs), this.recording.inputs)) return compute();
    if (this.state === 'captured' && !verify) return replay(this.recording!, given) as R;
    // Which of two that share their numbers a call takes cannot be told; once one is assigned, it can.
    if (new Set(nativeBackend().getInputTensorIds(given)).size < given.length) return compute();
    const recorded = record(inputs, given, compute);
    if (this.state === 'captured') check(this.recording!, recorded);
    else this.compare(recorded.recording);
    return recorded.results;
  }

  /** Captured are two recordings that are equal. */
  private compare(recording: Recording | string): void {
    if (typeof recording === 'string') this.state = 'differs';
    else if (this.recording) {
      this.state = isDeepStrictEqual(recording, this.recording) ? 'captured' : 'differs';
    }
    this.recording = this.state === 'differs' ? undefined : (recording as Recording);
  }
}

/** What a run gave, and what it did: why that cannot be repeated, if it cannot. */
interface Recorded<R> {
  readonly results: R;
  readonly recording: Recording | string;
}

function check(before: Recording, { results, recording }: Recorded<Named>): void {
  const difference = typeof recording === 'string' ? recording : differenceOf(before, recording);
  if (difference === undefined) return;
  tf.dispose(results);
  throw new ChangedComputation(difference);
}

/** The first thing that two recordings differ in, in words. */
function differenceOf(before: Recording, now: Recording): string | undefined {
  if (isDeepStrictEqual(before, now)) return undefined;
  const differs = now.steps.findIndex((step, i) => !isDeepStrictEqual(step, before.steps[i]));
  const at = differs < 0 ? now.steps.length : differs;
  const [was, is] = [before.steps[at], now.steps[at]];
  const calls = (steps: readonly Step[]) => steps.filter(({ kind }) => kind === 'call').length;
  const place = `call ${calls(now.steps.slice(0, at)) + 1}`;
  if (was?.kind === 'constant' && is?.kind === 'constant') {
    return `the constant before ${place} is ${inWords(is.tensor)}, it was ${inWords(was.tensor)}`;
  }
  if (calls(now.steps) !== calls(before.steps)) {
    return `it makes ${calls(now.steps)} calls, it made ${calls(before.steps)}, the same before ${place}`;
  }
  if (was?.kind === 'call' && is?.kind === 'call') {
    if (was.op !== is.op) return `${place} is ${is.op}, it was ${was.op}`;
    const what = isDeepStrictEqual(was.inputs, is.inputs) ? 'attributes' : 'inputs';
    return `${place}, ${is.op}, has other ${what} than before`;
  }
  return is ? `it differs before ${place}` : 'it gives or assigns other results than before';
}

/** A constant, by its shape and its first numbers. */
function inWords([shape, , values]: Parameters<Binding['createTensor']>): string {
  const numbers = Array.from(values.slice(0, 4), String).join(', ');
  return shape.length === 0 ? numbers : `[${numbers}${values.length > 4 ? ', …' : ''}] of shape [${shape}]`;
}

const describe = (inputs: Named): Recording['inputs'] =>
  Object.entries(inputs).map(([name, { shape, dtype }]) => [name, shape, dtype]);

/** Runs a computation and notes what it does, or why that cannot be repeated. */
function record<R extends Named>(inputs: Named, given: readonly tf.Tensor[], compute: () => R): Recorded<R> {
  const backend = nativeBackend();
  const { binding } = backend;
  const ids = backend.getInputTensorIds(given);
  const slots = new Map(ids.map((id, slot) => [id, slot]));
  const steps: Step[] = [];
  const constants = new Set<Slot>();
  let unknown: string | undefined;
  let count = ids.length;
  const add = (id: number): Slot => {
    slots.set(id, count);
    return count++;
  };
  const slotOf = (id: number): Slot => {
    const slot = slots.get(id);
    if (slot === undefined) unknown = 'it uses a tensor that it was not given';
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
      unknown = 'it reads a tensor';
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
  if (!kept.every((slot) => left.has(slot) && !constants.has(slot))) {
    unknown ??= 'its results are not new tensors that its calls made';
  } else if (left.size !== kept.length) {
    unknown ??= 'it keeps tensors, or uses one that it was not given';
  }
  return { results, recording: unknown ?? { inputs: describe(inputs), steps, assigned, results: named } };
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

/** Where a step's time goes: native calls by operation. */
import * as tf from '@tensorflow/tfjs-node';

export interface ProfileRow {
  readonly op: string;
  /** Per step. */
  readonly calls: number;
  readonly ms: number;
}

interface Binding {
  executeOp(op: string, ...rest: unknown[]): unknown;
}

/** Runs `steps` steps; the rows are sorted by time, and the last is what JavaScript takes between the calls. */
export function profile(step: () => void, steps: number): ProfileRow[] {
  const backend = tf.backend() as unknown as { binding: Binding };
  const { binding } = backend;
  const totals = new Map<string, { calls: number; ms: number }>();
  const add = (op: string, ms: number) => {
    const total = totals.get(op) ?? { calls: 0, ms: 0 };
    totals.set(op, { calls: total.calls + 1 / steps, ms: total.ms + ms / steps });
  };
  const executeOp = (op: string, ...rest: unknown[]) => {
    const start = performance.now();
    const result = binding.executeOp(op, ...rest);
    add(op, performance.now() - start);
    return result;
  };
  backend.binding = Object.create(binding, { executeOp: { value: executeOp } }) as Binding;
  const start = performance.now();
  for (let i = 0; i < steps; i++) step();
  const all = (performance.now() - start) / steps;
  backend.binding = binding;
  const rows = [...totals].map(([op, total]) => ({ op, ...total })).sort((a, b) => b.ms - a.ms);
  const native = rows.reduce((sum, { ms }) => sum + ms, 0);
  return [
    ...rows,
    { op: '(everything else: JavaScript, tensors made and freed)', calls: 0, ms: all - native },
  ];
}

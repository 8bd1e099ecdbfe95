import * as tf from '@tensorflow/tfjs-core';

interface Binding {
  executeOp(op: string, ...rest: unknown[]): unknown;
}

/** How often each operation of native TensorFlow is called while `work` runs. */
export function nativeCalls(work: () => void): Record<string, number> {
  const backend = tf.backend() as unknown as { binding: Binding };
  const { binding } = backend;
  const counts: Record<string, number> = {};
  backend.binding = Object.create(binding, {
    executeOp: {
      value(op: string, ...rest: unknown[]) {
        counts[op] = (counts[op] ?? 0) + 1;
        return binding.executeOp(op, ...rest);
      },
    },
  }) as Binding;
  try {
    work();
  } finally {
    backend.binding = binding;
  }
  return counts;
}

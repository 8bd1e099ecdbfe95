import * as tf from '@tensorflow/tfjs-core';
import { run, runAll } from './native';
import { define, type Run, type Tensors } from './operation';

interface Count extends Record<string, number> {
  count: number;
}

const inOrder = (inputs: Tensors, count: number): tf.Tensor[] =>
  Array.from({ length: count }, (_, i) => inputs[i]!);

const join: Run<Tensors, Count, tf.Tensor> = define<Tensors, Count, tf.Tensor>({
  name: 'JoinBatches',
  own: (backend, inputs, { count }) => run(backend, 'GanJoin', inOrder(inputs, count), { N: count }),
  plain: (inputs, { count }) => tf.concat(inOrder(inputs, count)),
  save: [],
  gradient(dy, _saved, { count }) {
    const parts = splitBatches(dy, count);
    return Object.fromEntries(parts.map((part, i) => [i, () => part]));
  },
});

const split: Run<{ whole: tf.Tensor }, Count, tf.Tensor[]> = define<{ whole: tf.Tensor }, Count, tf.Tensor[]>(
  {
    name: 'SplitBatches',
    own: (backend, { whole }, { count }) => runAll(backend, 'GanPart', [whole], { N: count }, count),
    plain: ({ whole }, { count }) => tf.split(whole, count),
    save: [],
    gradient: (dys) => ({ whole: () => joinBatches([dys].flat()) }),
  },
);

/**
 * Batches of one shape, one after the other: what a network takes with `batches`.
 *
 * @param batches `[n, …shape]` each
 * @returns `[batches.length · n, …shape]`
 * @throws RangeError if there is none, or their shapes differ
 */
export function joinBatches(batches: readonly tf.Tensor[]): tf.Tensor {
  const shapes = new Set(batches.map(({ shape }) => shape.join(', ')));
  if (shapes.size !== 1 || batches[0]!.rank === 0) {
    throw new RangeError(
      `ops.joinBatches: batches of one shape are allowed, got [${[...shapes].join('], [')}]`,
    );
  }
  return join(Object.fromEntries(batches.entries()), { count: batches.length });
}

/**
 * The batches that `joinBatches` has joined.
 *
 * @param x `[count · n, …shape]`
 * @returns `[n, …shape]`, `count` times
 * @throws RangeError if the first dimension does not divide by `count`
 */
export function splitBatches(x: tf.Tensor, count: number): tf.Tensor[] {
  if (!Number.isInteger(count) || count < 1 || x.rank === 0 || x.shape[0] % count !== 0) {
    throw new RangeError(`ops.splitBatches: [${x.shape}] cannot be cut into ${count} batches`);
  }
  return split({ whole: x }, { count });
}

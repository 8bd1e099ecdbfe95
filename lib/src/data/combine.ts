import * as tf from '@tensorflow/tfjs-core';
import type { Stateful } from '../random';
import type { Batch, Batches, Shapes } from './batches';

interface MappedState {
  readonly source: object;
  readonly random: Readonly<Record<string, object>>;
}

/**
 * Batches made of other batches: pictures and their outlines, small pictures, labels as one-hot rows.
 *
 * @param make tensors of a batch, all with the same number of samples as it has; whatever else it makes is freed
 * @param random what `make` draws from, so that a checkpoint holds it
 * @throws RangeError if `make` gives another number of samples
 *
 * @example data.map(images, ({ x }) => ({ x: outline(x), y: x })); // pairs for pix2pix
 */
export function map<K extends string, L extends string>(
  source: Batches<K>,
  make: (batch: Batch<K>) => Batch<L>,
  random: Readonly<Record<string, Stateful>> = {},
): Batches<L> {
  const { batchSize } = source;
  const next = (): Batch<L> => tf.tidy(() => ({ ...make(source.next()) }));
  const each = <T>(of: (random: Stateful, name: string) => T): Record<string, T> =>
    Object.fromEntries(Object.entries(random).map(([name, one]) => [name, of(one, name)]));
  const save = (): MappedState => ({ source: source.save(), random: each((one) => one.save()) });
  const restore = (state: MappedState): void => {
    source.restore(state.source as never);
    each((one, name) => one.restore(state.random[name] as never));
  };
  return { batchSize, shapes: shapesOf(next, batchSize, save, restore), next, save, restore };
}

/** The shapes of one sample, learnt from a batch that is put back. */
function shapesOf<L extends string>(
  next: () => Batch<L>,
  batchSize: number,
  save: () => MappedState,
  restore: (state: MappedState) => void,
): Shapes<L> {
  const before = structuredClone(save());
  const shapes: Record<string, readonly number[]> = {};
  try {
    tf.tidy(() => {
      for (const [name, { shape }] of Object.entries<tf.Tensor>(next())) {
        const [count = 0, ...ofOne] = shape;
        if (count !== batchSize) {
          throw new RangeError(`data.map: ${name} has ${count} samples, where the batch has ${batchSize}`);
        }
        shapes[name] = ofOne;
      }
    });
  } finally {
    restore(before);
  }
  return shapes as Shapes<L>;
}

/**
 * Batches of two sources side by side, each in its own order: what belongs together by position alone, or not at all.
 *
 * @throws RangeError if their batches have not the same size, or a name stands in both
 *
 * @example
 * // Shoes and bags that nothing pairs.
 * data.zip(data.map(shoes, ({ x }) => ({ a: x })), data.map(bags, ({ x }) => ({ b: x })));
 */
export function zip<K extends string, L extends string>(one: Batches<K>, other: Batches<L>): Batches<K | L> {
  if (one.batchSize !== other.batchSize) {
    throw new RangeError(
      `data.zip: batches of one size are allowed, got ${one.batchSize} and ${other.batchSize}`,
    );
  }
  const twice = Object.keys(one.shapes).find((name) => name in other.shapes);
  if (twice) throw new RangeError(`data.zip: both sources have ${twice}; give one another name by data.map`);
  return {
    batchSize: one.batchSize,
    shapes: { ...one.shapes, ...other.shapes },
    next: () => ({ ...one.next(), ...other.next() }),
    save: () => ({ one: one.save(), other: other.save() }),
    restore(state: { one: object; other: object }) {
      one.restore(state.one as never);
      other.restore(state.other as never);
    },
  };
}

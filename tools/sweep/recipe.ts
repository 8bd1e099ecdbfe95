/** A recipe: what a sweep runs once for each combination of settings and each seed. */
import type * as tf from '@tensorflow/tfjs-core';
import type { notebook, training } from 'gan-lib';

export type Value = number | string | boolean;

/** One row of the result, by column. A number that is not finite counts as not measured. */
export type Row = Readonly<Record<string, Value>>;

type OptionsWithSeed = notebook.Options & { readonly seed: notebook.Option<number> };

export interface Recipe<O extends OptionsWithSeed = OptionsWithSeed> {
  readonly options: O;
  readonly run: (settings: notebook.Settings<O>) => Promise<Row | readonly Row[]>;
}

/**
 * What a file in recipes/ exports by default.
 *
 * @param options the settings that a sweep may name, declared as in a notebook's configuration cell
 * @param run gives the row that a run adds to the table; or several, one a checkpoint in training, say
 */
export function recipe<O extends OptionsWithSeed>(options: O, run: Recipe<O>['run']): Recipe<O> {
  return { options, run };
}

/** Columns of equal length as rows: what `History.alignTo` gives, for a table. */
export const rowsOf = (columns: training.Columns): Row[] =>
  Array.from({ length: columns['step']?.length ?? 0 }, (_, i) =>
    Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values[i]!])),
  );

/** Images in [−1, 1] as bytes from 0 to 255, in base64; frees them. */
export function bytesOf(images: tf.Tensor): string {
  const bytes = Uint8Array.from(images.dataSync(), (value) => Math.round((value + 1) * 127.5));
  images.dispose();
  return Buffer.from(bytes).toString('base64');
}

import * as tf from '@tensorflow/tfjs-core';

/** Something to be minimised, and what of it is logged. */
export interface Term {
  readonly value: tf.Scalar;
  /** Scalars for the history, by column name. */
  readonly log: Readonly<Record<string, tf.Scalar>>;
}

/** A value that is logged under this name. */
export const term = (name: string, value: tf.Scalar): Term => ({ value, log: { [name]: value } });

/**
 * Terms added up, each times its weight (1 if none is given). A term with weight 0 is only logged.
 *
 * @throws RangeError if two of them log one name
 *
 * @example sum(critic.generatorLoss({ fake }), [100, term('l1', l1(fake, y))])
 */
export function sum(...terms: readonly (Term | readonly [weight: number, term: Term])[]): Term {
  const weighted = terms.map((each) => ('log' in each ? ([1, each] as const) : each));
  const values = weighted
    .filter(([weight]) => weight !== 0)
    .map(([weight, { value }]) => (weight === 1 ? value : tf.mul<tf.Scalar>(weight, value)));
  const log: Record<string, tf.Scalar> = {};
  for (const [, each] of weighted) merge(log, each.log, 'two terms of one objective');
  return { value: values.length > 0 ? values.reduce((a, b) => tf.add(a, b)) : tf.scalar(0), log };
}

/**
 * Adds to a log what another holds.
 *
 * @param who whose logs they are, for the error
 * @throws RangeError if a name stands in both
 */
export function merge<T>(log: Record<string, T>, more: Readonly<Record<string, T>>, who: string): void {
  const twice = Object.keys(more).find((name) => name in log);
  if (twice) throw new RangeError(`${who} log ${twice}: one of them needs another name`);
  Object.assign(log, more);
}

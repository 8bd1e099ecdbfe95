import { alea } from 'seedrandom';
import { normal } from './normal';

/** All there is to know about a stream: plain JSON, so that a checkpoint can hold it. */
export interface RandomState {
  readonly c: number;
  readonly s0: number;
  readonly s1: number;
  readonly s2: number;
}

/** An endless sequence of random numbers that can be stopped, saved and continued elsewhere. */
export interface RandomStream {
  /** A number in [0, 1). */
  uniform(): number;
  /** A number from the normal distribution with mean 0 and standard deviation 1. */
  normal(): number;
  /** A whole number from 0 to `limit` − 1. */
  integer(limit: number): number;
  /** Fills `target` with numbers in [low, high), rounded to its precision, and returns it. */
  fillUniform<T extends Float32Array | Float64Array>(target: T, low?: number, high?: number): T;
  /** Fills `target` with normal numbers and returns it. */
  fillNormal<T extends Float32Array | Float64Array>(target: T, mean?: number, deviation?: number): T;
  /** A random order of 0 … `length` − 1 (Fisher–Yates). */
  permutation(length: number): Uint32Array;
  save(): RandomState;
  /** @throws RangeError if it is not what `save` gives; the stream goes on as before */
  restore(state: RandomState): void;
}

/**
 * The stream called `name` of experiment `seed`: the same pair always gives the same numbers, two names give
 * unrelated ones.
 *
 * @throws RangeError if `seed` is not a whole number from 0 to 2^53 − 1.
 */
export function stream(seed: number, name: string): RandomStream {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(`seed of stream "${name}": a whole number ≥ 0 is allowed, got ${seed}`);
  }
  let next = alea(`${seed}/${name}`, { state: true });
  const uniform = (): number => next();
  const integer = (limit: number): number => Math.floor(next() * limit);
  return {
    uniform,
    integer,
    normal: () => normal(next),
    fillUniform(target, low = 0, high = 1) {
      for (let i = 0; i < target.length; i++) target[i] = low + (high - low) * next();
      return target;
    },
    fillNormal(target, mean = 0, deviation = 1) {
      for (let i = 0; i < target.length; i++) target[i] = mean + deviation * normal(next);
      return target;
    },
    permutation(length) {
      const order = Uint32Array.from({ length }, (_, i) => i);
      for (let i = length - 1; i > 0; i--) {
        const j = integer(i + 1);
        const kept = order[i]!;
        order[i] = order[j]!;
        order[j] = kept;
      }
      return order;
    },
    save: () => next.state(),
    restore(state) {
      next = alea('', { state: checked(state, name) });
    },
  };
}

/** A state as Alea (Baagøe 2010) has it: a carry, and three fractions. */
function checked(state: RandomState | null, name: string): RandomState {
  const { c, s0, s1, s2 } = state ?? ({} as Partial<RandomState>);
  const isFraction = (s: unknown): boolean => typeof s === 'number' && s >= 0 && s < 1;
  if (!Number.isSafeInteger(c) || c! < 0 || ![s0, s1, s2].every(isFraction))
    throw new RangeError(`stream "${name}": ${JSON.stringify(state)} is no state of a stream`);
  return { c: c!, s0: s0!, s1: s1!, s2: s2! };
}

/** What games check before anything trains. */
import type { Batches } from '../data';
import type { GanLoss } from '../losses';
import type { Network } from '../models';

const text = (shape: readonly number[]): string => `[${shape.join(', ')}]`;

/** @throws RangeError if `network` cannot take what has this shape */
export function fits(what: string, shape: readonly number[], network: Network): void {
  if (shape.join() !== network.input.join()) {
    throw new RangeError(`${network.name} takes ${text(network.input)}, but ${what} is ${text(shape)}`);
  }
}

/** @throws RangeError if one of the networks cannot take what the one before it gives */
export function feeds(...networks: readonly Network[]): void {
  networks
    .slice(1)
    .forEach((next, i) => fits(`the output of ${networks[i]!.name}`, networks[i]!.outputShape, next));
}

/** @throws RangeError if `network` does not end in so many numbers, or one of several counts */
export function givesOutputs({ name, outputShape }: Network, ...counts: readonly number[]): void {
  if (!counts.some((count) => outputShape.join() === String(count))) {
    const allowed = counts.map((count) => `[${count}]`).join(' or ');
    throw new RangeError(`${name}: ${allowed} outputs are expected, got ${text(outputShape)}`);
  }
}

/** @throws RangeError if what `network` gives cannot be repeated to this shape */
export function broadcasts({ name, outputShape }: Network, shape: readonly number[]): void {
  const one = outputShape.length === shape.length;
  if (!one || outputShape.some((length, i) => length !== 1 && length !== shape[i])) {
    throw new RangeError(
      `${name}: what can be repeated to ${text(shape)} is expected at its end, got ${text(outputShape)}`,
    );
  }
}

/** @throws RangeError if the loss compares generated samples with real ones, which no generator of this game sees */
export function comparesNot(game: string, { name, seesReal }: GanLoss): void {
  if (seesReal) {
    throw new RangeError(
      `${game}: a loss of generated samples alone is expected, ${name} compares with real ones`,
    );
  }
}

/** @throws RangeError if `network` does not end in one logit, or a map of them */
export function givesLogits({ name, outputShape }: Network): void {
  const { length } = outputShape;
  if (outputShape.at(-1) !== 1 || (length !== 1 && length !== 3)) {
    throw new RangeError(
      `${name}: one logit [1] or a map of them [h, w, 1] is expected at its end, got ${text(outputShape)}`,
    );
  }
}

/** @throws RangeError if the batches lack a tensor, or it has another shape */
export function gives(
  game: string,
  source: Batches,
  wanted: Readonly<Record<string, readonly number[]>>,
): void {
  for (const [name, shape] of Object.entries(wanted)) {
    const found = source.shapes[name];
    if (!found) {
      const names = Object.keys(source.shapes).join(', ');
      throw new RangeError(
        `${game}: a batch with ${name} ${text(shape)} is expected, these batches have ${names}`,
      );
    }
    if (found.join() !== shape.join()) {
      throw new RangeError(
        `${game}: ${name} of shape ${text(shape)} is expected in a batch, got ${text(found)}`,
      );
    }
  }
}

/**
 * The shapes side by side on their last axis.
 *
 * @throws RangeError if they differ in another
 */
export function concatenated(...shapes: readonly (readonly number[])[]): number[] {
  const [before, ...others] = shapes.map((shape) => shape.slice(0, -1));
  if (others.some((other) => other.join() !== before!.join())) {
    const given = shapes.map(text).join(' and ');
    throw new RangeError(`side by side, shapes differ in their last dimension alone, got ${given}`);
  }
  return [...before!, shapes.reduce((sum, shape) => sum + shape.at(-1)!, 0)];
}

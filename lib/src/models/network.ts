import * as tf from '@tensorflow/tfjs-core';
import { stream, type RandomState } from '../random';
import { initialValues } from './initialisers';
import {
  applyLayer,
  layerName,
  outputShape,
  parametersOf,
  rectifierBehind,
  UnfitInput,
  type Layer,
  type Parameter,
  type Shape,
} from './layers';

/** All there is to know about a network but its weights: plain JSON. */
export interface NetworkOptions {
  /** For errors, summaries and checkpoints: `generator`. */
  readonly name: string;
  /** Shape of one input, without the batch. */
  readonly input: Shape;
  readonly layers: readonly Layer[];
  /** Fixes the first weights and the dropout masks; each layer draws from its own stream. */
  readonly seed: number;
}

/** A stored tensor of a network under a name that is unique within it: `2-conv2d/filter`. */
export interface NamedVariable extends Parameter {
  readonly variable: tf.Variable;
}

export interface Network extends NetworkOptions {
  readonly outputShape: Shape;
  /** Everything the network stores, in the order of the layers. */
  readonly stored: readonly NamedVariable[];
  /** The trainable ones alone: what an optimiser moves. */
  readonly variables: readonly tf.Variable[];
  /** How many numbers training moves. */
  readonly parameterCount: number;
  /**
   * Runs a batch through the layers: `[batch, …input]` → `[batch, …outputShape]`.
   *
   * @param options `training: true` uses batch statistics in batch normalisation (and records them) and applies
   *   dropout; `batches` says that `x` holds so many batches of the same size, one after the other, each of which is
   *   normalised by itself: faster than to run them one by one, and the same
   * @throws RangeError naming the network if `x` has another shape
   */
  apply(x: tf.Tensor, options?: { training?: boolean; batches?: number }): tf.Tensor;
  /** One row a layer: number, name, output shape, trained parameters. */
  summary(): LayerSummary[];
  /** Puts all weights back to their first values. */
  reset(): void;
  /** State of the dropout stream, for checkpoints. */
  save(): RandomState;
  restore(state: RandomState): void;
  dispose(): void;
}

export interface LayerSummary {
  readonly layer: string;
  readonly output: string;
  readonly parameters: number;
}

/**
 * Builds a network; the caller disposes it.
 *
 * @throws RangeError naming network and layer if a layer cannot take what the one before it gives
 */
export function network(options: NetworkOptions): Network {
  const { name, input, layers, seed } = options;
  const shapes = shapesThrough(options);
  const built = layers.map((layer, i) => {
    const label = `${i + 1}-${layerName(layer)}`;
    const stored = parametersOf(layer, shapes[i]!).map((parameter) => {
      const random = () => stream(seed, `${name}/${label}/${parameter.name}`);
      const first = () =>
        tf.tensor(initialValues(parameter.init, parameter.shape, random()), [...parameter.shape]);
      const variable = tf.tidy(() => tf.variable(first(), parameter.trainable));
      const reset = () => tf.tidy(() => variable.assign(first()));
      return { ...parameter, name: `${label}/${parameter.name}`, variable, reset };
    });
    return { layer, label, stored, variables: stored.map((each) => each.variable) };
  });
  const random = stream(seed, `${name}/dropout`);
  const steps = layers.flatMap((layer, i) => {
    if (i > 0 && rectifierBehind(layers[i - 1]!, layer) !== undefined) return []; // done by the layer before
    return [{ ...built[i]!, slope: rectifierBehind(layer, layers[i + 1]) ?? 1 }];
  });
  const stored = built.flatMap((each) => each.stored);
  const variables = stored.filter((each) => each.trainable).map((each) => each.variable);
  const made: Network = {
    ...options,
    outputShape: shapes.at(-1)!,
    stored,
    variables,
    parameterCount: variables.reduce((sum, variable) => sum + variable.size, 0),
    apply(x, { training = false, batches = 1 } = {}) {
      if (x.rank !== input.length + 1 || input.some((length, k) => x.shape[k + 1] !== length)) {
        throw new RangeError(
          `${name}: input of shape [batch, ${input.join(', ')}] is allowed, got [${x.shape.join(', ')}]`,
        );
      }
      return tf.tidy(() =>
        steps.reduce(
          (y, { layer, variables, slope }) =>
            applyLayer(layer, variables, y, { training, batches, slope, random }),
          x,
        ),
      );
    },
    summary: () =>
      built.map((each, i) => ({
        layer: each.label,
        output: `[${shapes[i + 1]!.join(', ')}]`,
        parameters: each.stored.reduce(
          (sum, { trainable, variable }) => sum + (trainable ? variable.size : 0),
          0,
        ),
      })),
    reset() {
      stored.forEach((each) => each.reset());
      random.restore(stream(seed, `${name}/dropout`).save());
    },
    save: () => random.save(),
    restore: (state) => random.restore(state),
    dispose: () => stored.forEach((each) => each.variable.dispose()),
  };
  return Object.defineProperty(made, AS_BUILT, { value: true });
}

/** A property that `{ ...network, apply }` does not copy, because it is not enumerable. */
const AS_BUILT = Symbol('as built');

/** Whether a network runs its layers, as `network` built it, or is a copy with an `apply` of its own. */
export const isAsBuilt = (network: Network): boolean => AS_BUILT in network;

/** The shape before the first layer, after it, after the second … */
function shapesThrough({ name, input, layers }: NetworkOptions): Shape[] {
  const shapes: Shape[] = [input];
  layers.forEach((layer, i) => {
    const before = shapes[i]!;
    const place = `${name}: layer ${i + 1} (${layerName(layer)})`;
    try {
      shapes.push(outputShape(layer, before));
    } catch (error) {
      if (!(error instanceof UnfitInput)) throw error;
      const from = i === 0 ? 'the input' : `layer ${i} (${layerName(layers[i - 1]!)})`;
      throw new RangeError(`${place} takes ${error.message}, but ${from} gives [${before.join(', ')}]`);
    }
    for (const shape of [shapes[i + 1]!, ...parametersOf(layer, before).map((each) => each.shape)]) {
      if (shape.every((length) => Number.isInteger(length) && length > 0)) continue;
      throw new RangeError(
        `${place} would need a tensor of shape [${shape.join(', ')}], where only whole numbers above 0 are allowed`,
      );
    }
  });
  return shapes;
}

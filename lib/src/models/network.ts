import * as tf from '@tensorflow/tfjs-core';
import { stream, type RandomState } from '../random';
import { initialValues } from './initialisers';
import { sequence, type Layer, type LayerSummary, type Parameter, type Sequence, type Shape } from './layers';

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

export interface NetworkApplyOptions {
  /** Batch statistics in batch normalisation, which records them, and dropout. */
  readonly training?: boolean;
  /**
   * `x` holds so many batches of the same size, one after the other, each of which is normalised by itself: faster than
   * to run them one by one, and the same. As many as there are samples is instance normalisation.
   */
  readonly batches?: number;
  /** What `draw` gave, alone or among other tensors; drawn anew if it is not there. */
  readonly drawn?: Readonly<Record<string, tf.Tensor>>;
}

export interface Network extends NetworkOptions {
  readonly outputShape: Shape;
  /** Everything the network stores, in the order of the layers: parameters and buffers. */
  readonly stored: readonly NamedVariable[];
  /** The trainable ones alone: what an optimiser moves. */
  readonly variables: readonly tf.Variable[];
  /** How many numbers training moves. */
  readonly parameterCount: number;
  /**
   * Runs a batch through the layers: `[batch, …input]` → `[batch, …outputShape]`.
   *
   * @throws RangeError naming the network if `x` has another shape
   */
  apply(x: tf.Tensor, options?: NetworkApplyOptions): tf.Tensor;
  /**
   * What one application in training to `count` samples draws at random, dropout masks, under names that are the
   * network's own: a player's `inputs`. Nothing for most networks.
   */
  draw(count: number): Record<string, tf.Tensor>;
  /** One row a layer: number and name, output shape, trained parameters; layers within a layer before it. */
  summary(): LayerSummary[];
  /** Puts all weights back to their first values. */
  reset(): void;
  /** State of the dropout stream, for checkpoints. */
  save(): RandomState;
  restore(state: RandomState): void;
  dispose(): void;
}

/**
 * Builds a network; the caller disposes it.
 *
 * @throws RangeError naming network and layer if a layer cannot take what the one before it gives
 */
export function network(options: NetworkOptions): Network {
  const { name, input, seed } = options;
  const built = build(options);
  const stored = built.parameters.map((parameter) => {
    const random = () => stream(seed, `${name}/${parameter.name}`);
    const first = () =>
      tf.tensor(initialValues(parameter.init, parameter.shape, random()), [...parameter.shape]);
    const variable = tf.tidy(() => tf.variable(first(), parameter.trainable));
    const reset = () => tf.tidy(() => variable.assign(first()));
    return { ...parameter, variable, reset };
  });
  const held = stored.map(({ variable }) => variable);
  const variables = stored.filter((each) => each.trainable).map((each) => each.variable);
  const random = stream(seed, `${name}/dropout`);
  const keyOf = (each: { readonly name: string }) => `${name}/${each.name}`;
  const draw = (count: number): Record<string, tf.Tensor> =>
    Object.fromEntries(
      built.random.map((each) => {
        const shape = [count, ...each.shape];
        const values = new Float32Array(tf.util.sizeFromShape(shape));
        each.fill(random, values);
        return [keyOf(each), tf.tensor(values, shape)];
      }),
    );
  return {
    ...options,
    outputShape: built.output,
    stored,
    variables,
    parameterCount: variables.reduce((sum, variable) => sum + variable.size, 0),
    draw,
    apply(x, { training = false, batches = 1, drawn = {} } = {}) {
      if (x.rank !== input.length + 1 || input.some((length, k) => x.shape[k + 1] !== length)) {
        throw new RangeError(
          `${name}: input of shape [batch, ${input.join(', ')}] is allowed, got [${x.shape.join(', ')}]`,
        );
      }
      return tf.tidy(() => {
        const keys = training ? built.random.map(keyOf) : [];
        const from = keys.every((key) => key in drawn) ? drawn : draw(x.shape[0]);
        return built.apply(held, x, { training, batches, slope: 1, drawn: keys.map((key) => from[key]!) });
      });
    },
    summary: () => [...built.summary],
    reset() {
      stored.forEach((each) => each.reset());
      random.restore(stream(seed, `${name}/dropout`).save());
    },
    save: () => random.save(),
    restore: (state) => random.restore(state),
    dispose: () => stored.forEach((each) => each.variable.dispose()),
  };
}

function build({ name, layers, input }: NetworkOptions): Sequence {
  try {
    return sequence(layers, input);
  } catch (error) {
    throw error instanceof RangeError ? new RangeError(`${name}: ${error.message}`) : error;
  }
}

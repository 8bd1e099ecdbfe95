import type * as tf from '@tensorflow/tfjs-core';
import type { RandomStream } from '../../random';
import type { Initialiser } from '../initialisers';

/** Shape of one sample, without the batch. */
export type Shape = readonly number[];

/** How many numbers a tensor of this shape holds. */
export const sizeOf = (shape: Shape): number => shape.reduce((product, n) => product * n, 1);

/** A layer as data: plain JSON that says all there is to know about it but its weights. */
export interface Layer {
  readonly kind: string;
}

/** A layer was given a shape it cannot take; the message says which it takes. */
export class UnfitInput extends RangeError {}

/** What a layer stores: trained weights, or statistics that training only records. */
export interface Parameter {
  readonly name: string;
  readonly shape: Shape;
  readonly init: Initialiser;
  readonly trainable: boolean;
}

/** What a layer draws at random each time it is applied in training: a dropout mask. */
export interface RandomInput {
  readonly name: string;
  /** Shape for one sample. */
  readonly shape: Shape;
  /** Fills the numbers of any number of samples. */
  fill(random: RandomStream, values: Float32Array): void;
}

export interface ApplyOptions {
  /** Batch statistics and dropout as in training, instead of the recorded averages. */
  readonly training: boolean;
  /** How many batches of the same size the input holds, one after the other: each is normalised by itself. */
  readonly batches: number;
  /** Slope below zero of the rectifier fused into the layer; 1 is none. Only layers that `fusesActivation` get another. */
  readonly slope: number;
  /** What was drawn for `RandomInput`s, in their order; empty outside training. */
  readonly drawn: readonly tf.Tensor[];
}

/** A layer made ready for inputs of one shape. */
export interface BuiltLayer {
  /** Shape of what it gives. */
  readonly output: Shape;
  readonly parameters: readonly Parameter[];
  readonly random?: readonly RandomInput[];
  /** The layers that it holds, in whose place it stands in a summary: one row each. */
  readonly inner?: readonly LayerSummary[];
  /** @param stored the values of `parameters`, in the same order */
  apply(stored: readonly tf.Tensor[], x: tf.Tensor, options: ApplyOptions): tf.Tensor;
}

export interface LayerSummary {
  /** Number and name: `2-conv2d`; of a layer within another `3-skip/1-conv2d`. */
  readonly layer: string;
  readonly output: string;
  /** How many of its own numbers training moves. */
  readonly parameters: number;
}

/** How layers of one kind work. `L` is the layer as data. */
export interface LayerKind<L extends Layer> {
  readonly kind: L['kind'];
  /** What a person calls the layer; its kind if left out. */
  title?(layer: L): string;
  /** @throws UnfitInput saying which input the layer takes, if it cannot take this one */
  build(layer: L, input: Shape): BuiltLayer;
  /** Whether `apply` can also do what a rectifier right behind the layer does, which is faster. */
  fusesActivation?(layer: L): boolean;
  /** Slope below zero, if the layer is a rectifier that may be fused into the layer before it. */
  rectifier?(layer: L): number | undefined;
}

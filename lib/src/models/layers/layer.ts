import type * as tf from '@tensorflow/tfjs-core';
import type { RandomStream } from '../../random';
import type { Initialiser } from '../initialisers';

/** Shape of one sample, without the batch. */
export type Shape = readonly number[];

/** A layer was given a shape it cannot take; the message says which it takes. */
export class UnfitInput extends RangeError {}

/** What a layer stores: trained weights, or statistics that training only records. */
export interface Parameter {
  readonly name: string;
  readonly shape: Shape;
  readonly init: Initialiser;
  readonly trainable: boolean;
}

export interface ApplyOptions {
  /** Batch statistics and dropout as in training, instead of the recorded averages. */
  readonly training: boolean;
  /** How many batches of the same size the input holds, one after the other: each is normalised by itself. */
  readonly batches: number;
  /** Slope of the rectifier that the layer ends in; 1 is none. For layers alone that say they can. */
  readonly slope: number;
  /** Source of dropout masks. */
  readonly random: RandomStream;
}

/** How layers of one kind work. `L` is the layer as data: everything that makes it, in plain JSON. */
export interface LayerKind<L> {
  /** @throws UnfitInput saying which input the layer takes, if it cannot take this one */
  outputShape(layer: L, input: Shape): Shape;
  parameters(layer: L, input: Shape): readonly Parameter[];
  /** Whether `apply` can also do what a rectifier right behind the layer does, which is faster. */
  rectifies?(layer: L): boolean;
  /** @param stored the values of `parameters`, in the same order */
  apply(layer: L, stored: readonly tf.Variable[], x: tf.Tensor, options: ApplyOptions): tf.Tensor;
}

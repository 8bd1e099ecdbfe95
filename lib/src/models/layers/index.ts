import type * as tf from '@tensorflow/tfjs-core';
import { activationKind, slopeOf, type Activation } from './activation';
import { batchNormKind, type BatchNorm } from './batch-norm';
import { conv2dKind, conv2dTransposeKind, type Conv2d, type Conv2dTranspose } from './conv2d';
import { denseKind, type Dense } from './dense';
import { dropoutKind, type Dropout } from './dropout';
import type { ApplyOptions, LayerKind, Parameter, Shape } from './layer';
import { reshapeKind, type Reshape } from './reshape';

export { leakyRelu, relu, sigmoid, softplus, tanh } from './activation';
export { batchNorm } from './batch-norm';
export { conv2d, conv2dTranspose } from './conv2d';
export { dense } from './dense';
export { dropout } from './dropout';
export { flatten, reshape } from './reshape';
export { UnfitInput, type ApplyOptions, type Parameter, type Shape } from './layer';

/** A layer as data. */
export type Layer = Activation | BatchNorm | Conv2d | Conv2dTranspose | Dense | Dropout | Reshape;

const KINDS: { readonly [K in Layer['kind']]: LayerKind<Extract<Layer, { kind: K }>> } = {
  activation: activationKind,
  batchNorm: batchNormKind,
  conv2d: conv2dKind,
  conv2dTranspose: conv2dTransposeKind,
  dense: denseKind,
  dropout: dropoutKind,
  reshape: reshapeKind,
};

const kindOf = (layer: Layer): LayerKind<Layer> => KINDS[layer.kind];

/** What a person calls the layer: its kind, or its function. */
export const layerName = (layer: Layer): string => (layer.kind === 'activation' ? layer.of : layer.kind);

export const outputShape = (layer: Layer, input: Shape): Shape => kindOf(layer).outputShape(layer, input);

export const parametersOf = (layer: Layer, input: Shape): readonly Parameter[] =>
  kindOf(layer).parameters(layer, input);

/** The slope of the rectifier that `layer` can do along, if the layer `next` behind it is one. */
export const rectifierBehind = (layer: Layer, next: Layer | undefined): number | undefined =>
  next && kindOf(layer).rectifies?.(layer) ? slopeOf(next) : undefined;

export const applyLayer = (
  layer: Layer,
  stored: readonly tf.Variable[],
  x: tf.Tensor,
  options: ApplyOptions,
): tf.Tensor => kindOf(layer).apply(layer, stored, x, options);

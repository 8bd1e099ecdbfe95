import * as tf from '@tensorflow/tfjs-core';
import * as ops from '../../ops';
import type { LayerKind } from './layer';

const FUNCTIONS = {
  relu: (x: tf.Tensor) => tf.relu(x),
  tanh: (x: tf.Tensor) => ops.tanh(x),
  sigmoid: (x: tf.Tensor) => tf.sigmoid(x),
  softplus: (x: tf.Tensor) => tf.softplus(x),
  leakyRelu: (x: tf.Tensor, slope: number) => ops.leakyRelu(x, slope),
} as const;

/** One function for every number. */
export interface Activation {
  readonly kind: 'activation';
  readonly of: keyof typeof FUNCTIONS;
  /** Slope below zero; of `leakyRelu` alone. */
  readonly slope?: number;
}

/** max(x, 0). */
export const relu = (): Activation => ({ kind: 'activation', of: 'relu' });

/** Hyperbolic tangent, into (−1, 1). */
export const tanh = (): Activation => ({ kind: 'activation', of: 'tanh' });

/** 1 / (1 + e⁻ˣ), into (0, 1). Not for the end of a discriminator: its loss takes logits. */
export const sigmoid = (): Activation => ({ kind: 'activation', of: 'sigmoid' });

/** log(1 + eˣ), a smooth ReLU. */
export const softplus = (): Activation => ({ kind: 'activation', of: 'softplus' });

/** x for x > 0, slope × x below; 0.2 is DCGAN's slope. */
export const leakyRelu = (slope = 0.2): Activation => ({ kind: 'activation', of: 'leakyRelu', slope });

/** The slope below zero if the layer is a rectifier. */
export const slopeOf = (layer: { kind: string }): number | undefined => {
  if (layer.kind !== 'activation') return undefined;
  const { of, slope } = layer as Activation;
  return of === 'relu' ? 0 : of === 'leakyRelu' ? slope : undefined;
};

export const activationKind: LayerKind<Activation> = {
  outputShape: (_layer, input) => input,
  parameters: () => [],
  apply: (layer, _stored, x) => FUNCTIONS[layer.of](x, layer.slope ?? 0),
};

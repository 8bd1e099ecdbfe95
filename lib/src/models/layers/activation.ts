import * as tf from '@tensorflow/tfjs-core';
import * as ops from '../../ops';
import type { Layer } from './layer';
import { registerLayer } from './registry';

const FUNCTIONS = {
  relu: (x: tf.Tensor) => tf.relu(x),
  tanh: (x: tf.Tensor) => ops.tanh(x),
  sigmoid: (x: tf.Tensor) => tf.sigmoid(x),
  softplus: (x: tf.Tensor) => tf.softplus(x),
  leakyRelu: (x: tf.Tensor, slope: number) => ops.leakyRelu(x, slope),
} as const;

/** One function for every number. */
export interface Activation extends Layer {
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

registerLayer<Activation>({
  kind: 'activation',
  title: ({ of }) => of,
  build: ({ of, slope = 0 }, input) => ({
    output: input,
    parameters: [],
    apply: (_stored, x) => FUNCTIONS[of](x, slope),
  }),
  rectifier: ({ of, slope }) => (of === 'relu' ? 0 : of === 'leakyRelu' ? slope : undefined),
});

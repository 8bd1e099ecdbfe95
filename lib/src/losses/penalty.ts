import * as tf from '@tensorflow/tfjs-core';
import { mean } from '../ops';
import type { RandomStream } from '../random';
import { jointGradientPenalty } from './gradient-penalty';
import { squaredSlope, type Parts } from './slope';

/** A term that holds a critic's slope in bounds. Its critic needs a second derivative: no batch normalisation. */
export interface Penalty {
  readonly name: string;
  /** λ: the factor of the penalty, which is logged without it as `gradientPenalty`. */
  readonly weight: number;
  /** What it draws for one update, as tensors with a row a sample; they are given back to `value`. */
  draw(random: RandomStream, real: Parts): Record<string, tf.Tensor>;
  value(
    critic: (parts: Parts) => tf.Tensor,
    real: Parts,
    fake: Parts,
    drawn: Record<string, tf.Tensor>,
  ): tf.Scalar;
}

const uniform = (random: RandomStream, shape: number[]): tf.Tensor =>
  tf.tensor(random.fillUniform(new Float32Array(tf.util.sizeFromShape(shape))), shape);

/**
 * WGAN-GP (Gulrajani et al. 2017, equation 3): E (‖∇f(x̂)‖ − 1)² at points between real and generated samples.
 *
 * @param weight λ; 10 for images in the paper, 0.1 for toys
 */
export const wganGp = (weight = 10): Penalty => ({
  name: 'gradient penalty',
  weight,
  draw: (random, [first]) => ({ epsilon: uniform(random, [first!.shape[0]]) }),
  value: (critic, real, fake, { epsilon }) => jointGradientPenalty(critic, real, fake, epsilon!),
});

/**
 * R1 (Mescheder et al. 2018, arXiv 1801.04406, equation 9): ½ E ‖∇D(x)‖² at real samples.
 *
 * @param weight γ of the paper; its code multiplies E ‖∇D(x)‖² by 10, which is γ = 20
 */
export const r1 = (weight: number): Penalty => ({
  name: 'R1',
  weight,
  draw: () => ({}),
  value: (critic, real) => tf.mul(0.5, mean(squaredSlope(critic, real))),
});

/**
 * DRAGAN (Kodali et al. 2017, arXiv 1705.07215, section 2.3; the noise is that of the authors' code): E (‖∇D(x + δ)‖ − 1)²
 * around real samples, δ = α · ½ · std(x) · u with u ~ Unif(0, 1) a number and α ~ Unif(0, 1) a sample.
 */
export const dragan = (weight = 10): Penalty => ({
  name: 'DRAGAN',
  weight,
  draw: (random, real) => ({
    epsilon: uniform(random, [real[0]!.shape[0]]),
    ...Object.fromEntries(real.map((part, i) => [`noise${i + 1}`, uniform(random, part.shape)])),
  }),
  value(critic, real, _fake, { epsilon, ...noise }) {
    const around = real.map((part, i) => {
      const { variance } = tf.moments(part);
      return tf.add(part, tf.mul(tf.mul(0.5, tf.sqrt(variance)), noise[`noise${i + 1}`]!));
    });
    return jointGradientPenalty(critic, around, real, epsilon!);
  },
});

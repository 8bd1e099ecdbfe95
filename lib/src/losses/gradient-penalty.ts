import * as tf from '@tensorflow/tfjs-core';
import { mean } from '../ops';
import { squaredSlope, type Parts } from './slope';

/**
 * The gradient penalty of WGAN-GP (Gulrajani et al. 2017, arXiv 1704.00028, equation 3), without its factor λ:
 *
 *   E (‖∇f(x̂)‖₂ − 1)²   with   x̂ = ε·real + (1 − ε)·fake,   ε ~ Unif(0, 1), one a sample.
 *
 * Differentiable with respect to the critic's weights. The norm is taken as √(Σ² + 10⁻¹²), so that a gradient of
 * exactly 0 gives a penalty of 1 and not NaN.
 *
 * @param critic `[batch, …shape]` → `[batch, 1]`; without batch normalisation, which would tie the samples together
 * @param real `[batch, …shape]`
 * @param fake of the same shape
 * @param epsilon `[batch]` numbers in [0, 1)
 */
export function gradientPenalty(
  critic: (x: tf.Tensor) => tf.Tensor,
  real: tf.Tensor,
  fake: tf.Tensor,
  epsilon: tf.Tensor,
): tf.Scalar {
  return jointGradientPenalty(([x]) => critic(x!), [real], [fake], epsilon);
}

/** The same of a critic that judges several tensors together: all are mixed alike, and the norm is over all of them. */
export function jointGradientPenalty(
  critic: (parts: Parts) => tf.Tensor,
  real: Parts,
  fake: Parts,
  epsilon: tf.Tensor,
): tf.Scalar {
  const between = real.map((part, i) => {
    const mix = tf.reshape(epsilon, [-1, ...part.shape.slice(1).map(() => 1)]);
    return tf.add(fake[i]!, tf.mul(mix, tf.sub(part, fake[i]!)));
  });
  const norm = tf.sqrt(tf.add(squaredSlope(critic, between), 1e-12));
  return mean(tf.square(tf.sub(norm, 1)));
}

import * as tf from '@tensorflow/tfjs-core';
import * as ops from '../../ops';
import { normal } from '../initialisers';
import type { Layer } from './layer';
import { kindOf, registerLayer } from './registry';

/** A layer whose weights are divided by their largest singular value (Miyato et al. 2018, arXiv 1802.05957). */
export interface SpectralNorm extends Layer {
  readonly kind: 'spectralNorm';
  readonly layer: Layer;
}

/**
 * Spectral normalisation of a dense or convolutional layer: W̄ = W / σ(W) (equation 8), σ by one power iteration each
 * time the layer is applied in training (algorithm 1). W counts as a matrix with a column for each number of its last axis: units, filters, or
 * channels that a transposed convolution takes. Its
 * left singular vector u is stored and not trained; to the gradient u and v are constants.
 */
export const spectralNorm = (layer: Layer): SpectralNorm => ({ kind: 'spectralNorm', layer });

const unit = (x: tf.Tensor): tf.Tensor => tf.div(x, tf.add(tf.norm(x), 1e-12));

registerLayer<SpectralNorm>({
  kind: 'spectralNorm',
  fusesActivation: ({ layer }) => kindOf(layer).fusesActivation?.(layer) ?? false,
  build({ layer }, input) {
    const inner = kindOf(layer).build(layer, input);
    const [weights] = inner.parameters;
    if (!weights)
      throw new RangeError(`spectralNorm: a layer with weights is allowed, ${layer.kind} has none`);
    const columns = weights.shape.at(-1)!;
    return {
      ...inner,
      parameters: [
        ...inner.parameters,
        { name: 'u', shape: [1, columns], init: normal(1), trainable: false },
      ],
      apply(stored, x, options) {
        const [weight, ...others] = stored.slice(0, -1) as [tf.Tensor, ...tf.Tensor[]];
        const u = stored.at(-1) as tf.Variable;
        const matrix = tf.reshape(weight, [-1, columns]);
        const constant = ops.detach(matrix);
        const v = unit(tf.matMul(ops.detach(u), constant, false, true)); // [1, rows]
        const next = options.training ? unit(tf.matMul(v, constant)) : ops.detach(u);
        if (options.training) u.assign(next);
        const sigma = tf.sum(tf.mul(tf.matMul(v, matrix), next));
        return inner.apply([tf.div(weight, sigma), ...others], x, options);
      },
    };
  },
});

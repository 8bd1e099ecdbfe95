import type * as tf from '@tensorflow/tfjs-core';
import { klStandardNormal, squaredError, sum, term } from '../losses';
import type { Network } from '../models';
import { detach, type Optimiser } from '../ops';
import { feeds, fits, gives, givesOutputs } from './checks';
import { single, type Game } from './game';
import type { GanOptions } from './gan';
import { gaussian, sampled } from './gaussian';

export interface VaeOptions extends Pick<GanOptions, 'data' | 'latents'> {
  /** A sample → `2 · latents.size` numbers: means, then logarithms of variances. */
  readonly encoder: Network;
  /** `[latents.size]` → a sample. */
  readonly decoder: Network;
  readonly optimiser: Optimiser;
  /** In what samples and reconstructions are compared; their own numbers if left out. It stays as it is. */
  readonly features?: Network;
  /** Weight of the divergence from the prior; 1 in the paper. */
  readonly klWeight?: number;
}

/**
 * A variational autoencoder (Kingma & Welling 2014, arXiv 1312.6114, equation 10): KL + ½‖f(x) − f(x̃)‖², a Gaussian
 * likelihood of variance 1, of the numbers of a sample or of frozen features f (VAE_Dis_l of Larsen et al. 2016).
 *
 * Logs `kl` and `reconstruction` in nats.
 *
 * @throws RangeError if the networks do not fit each other, the data or the latents
 */
export function vae(options: VaeOptions): Game {
  const { encoder, decoder, data, latents, optimiser, features, klWeight = 1 } = options;
  gives('vae', data, { x: encoder.input });
  fits('the latents', [latents.size], decoder);
  feeds(decoder, encoder);
  if (features) feeds(decoder, features);
  givesOutputs(encoder, 2 * latents.size);
  const training = { training: true };
  const seen = (x: tf.Tensor): tf.Tensor => (features ? features.apply(x) : x);
  return single({
    name: features ? 'VAE in frozen features' : 'VAE',
    networks: { encoder, decoder, ...(features && { features }) },
    ...{ updates: [encoder, decoder], optimiser, pure: true },
    sources: { data, latents },
    inputs: () => ({ x: data.next().x, epsilon: latents.next(data.batchSize).z }),
    objective({ x, epsilon }) {
      const outputs = encoder.apply(x, training);
      const { mu, logVariance } = gaussian(outputs);
      const again = decoder.apply(sampled(outputs, epsilon), training);
      const error = squaredError(detach(seen(x)), seen(again));
      return sum([klWeight, term('kl', klStandardNormal(mu, logVariance))], term('reconstruction', error));
    },
  });
}

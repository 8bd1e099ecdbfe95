import * as tf from '@tensorflow/tfjs-core';
import { klStandardNormal, squaredError, sum, term } from '../losses';
import type { Network } from '../models';
import { detach, joinBatches, splitBatches, type Optimiser } from '../ops';
import { comparesNot, feeds, fits, gives, givesLogits, givesOutputs } from './checks';
import { player, type Game } from './game';
import type { GanOptions } from './gan';
import { gaussian, sampled } from './gaussian';

export interface VaeGanOptions extends Pick<GanOptions, 'loss' | 'data' | 'latents'> {
  /** A sample → `2 · latents.size` numbers: means, then logarithms of variances. */
  readonly encoder: Network;
  /** `[latents.size]` → a sample. */
  readonly decoder: Network;
  /** The discriminator up to the layer whose features say what is similar, Dis_l. */
  readonly body: Network;
  /** From there to one logit. */
  readonly head: Network;
  readonly optimisers: Readonly<Record<'encoder' | 'decoder' | 'discriminator', Optimiser>>;
  /** γ: weight of the reconstruction, a sum over features, beside the GAN loss in the decoder's objective. */
  readonly gamma: number;
  /** Weight of the divergence from the prior; 1 in the paper. */
  readonly klWeight?: number;
}

/**
 * VAE/GAN (Larsen et al. 2016, arXiv 1512.09300, algorithm 1): an autoencoder whose error is measured in the features of a
 * discriminator. Each gradient goes where the paper's figure 2 lets it: the encoder minimises KL + ½‖Dis_l(x) − Dis_l(x̃)‖², the
 * decoder γ times the latter and the GAN loss of samples and reconstructions, the discriminator its own loss alone.
 *
 * Logs `kl` and `featureError` in nats, `decoderFeatureError`, `generatorLoss`, `discriminatorLoss`.
 *
 * @throws RangeError if the networks do not fit each other, the data or the latents
 */
export function vaeGan(options: VaeGanOptions): Game {
  const { encoder, decoder, body, head, loss, data, latents, optimisers, gamma, klWeight = 1 } = options;
  gives('vaeGan', data, { x: encoder.input });
  fits('the latents', [latents.size], decoder);
  feeds(decoder, encoder);
  feeds(decoder, body, head);
  givesOutputs(encoder, 2 * latents.size);
  givesLogits(head);
  comparesNot('vaeGan', loss);
  const [training, two, three] = [1, 2, 3].map((batches) => ({ training: true, batches }));
  const noise = () => latents.next(data.batchSize).z;
  const drawn = () => {
    const { x } = data.next();
    return { x, code: sampled(encoder.apply(x, training), noise()), z: noise() };
  };
  /** Reconstructions and samples, one batch after the other. */
  const fakesOf = (code: tf.Tensor, z: tf.Tensor) => decoder.apply(joinBatches([code, z]), two);
  /** Features of real samples, reconstructions and samples. */
  const features = (x: tf.Tensor, fakes: tf.Tensor) => body.apply(tf.concat([x, fakes]), three);
  return {
    name: `VAE/GAN, ${loss.name}`,
    networks: { encoder, decoder, body, head },
    sources: { data, latents },
    players: {
      encoder: player({
        ...{ networks: [encoder], optimiser: optimisers.encoder, pure: true },
        inputs: () => ({ x: data.next().x, epsilon: noise() }),
        objective({ x, epsilon }) {
          const outputs = encoder.apply(x, training);
          const { mu, logVariance } = gaussian(outputs);
          const again = decoder.apply(sampled(outputs, epsilon), training);
          const error = squaredError(detach(body.apply(x, training)), body.apply(again, training));
          return sum([klWeight, term('kl', klStandardNormal(mu, logVariance))], term('featureError', error));
        },
      }),
      decoder: player({
        ...{ networks: [decoder], optimiser: optimisers.decoder, pure: loss.pure },
        inputs: drawn,
        objective({ x, code, z }) {
          const [ofReal, ...ofFakes] = splitBatches(features(x, fakesOf(code, z)), 3);
          const error = squaredError(detach(ofReal!), ofFakes[0]!);
          const fooling = loss.generator(head.apply(joinBatches(ofFakes), two));
          return sum([gamma, term('decoderFeatureError', error)], term('generatorLoss', fooling));
        },
      }),
      discriminator: player({
        ...{ networks: [body, head], optimiser: optimisers.discriminator, pure: loss.pure },
        inputs() {
          const { x, code, z } = drawn();
          return { x, fakes: fakesOf(code, z) };
        },
        objective({ x, fakes }) {
          const [onReal, ...onFakes] = splitBatches(head.apply(features(x, fakes), three), 3);
          return term('discriminatorLoss', loss.discriminator(onReal!, joinBatches(onFakes)));
        },
      }),
    },
  };
}

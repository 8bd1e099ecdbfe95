import * as tf from '@tensorflow/tfjs-core';
import type { Batches, Latents } from '../data';
import { klStandardNormal, squaredError, sum, term, type GanLoss } from '../losses';
import type { Network } from '../models';
import { detach, joinBatches, splitBatches, type Optimiser } from '../ops';
import { fits, gives, givesLogits } from './checks';
import { gaussian, sampled } from './gaussian';
import { player, type Game } from './game';

export interface VaeGanOptions {
  /** A sample → `2 · latents.size` numbers: means, then logarithms of variances. */
  readonly encoder: Network;
  /** `[latents.size]` → a sample. */
  readonly decoder: Network;
  /** The discriminator up to the layer whose features say what is similar, Dis_l. */
  readonly body: Network;
  /** From there to one logit. */
  readonly head: Network;
  readonly loss: GanLoss;
  readonly data: Batches<'x'>;
  /** N(0, 1). */
  readonly latents: Latents;
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
  for (const network of [encoder, body]) fits(`the output of ${decoder.name}`, decoder.outputShape, network);
  fits(`the output of ${body.name}`, body.outputShape, head);
  givesLogits(head);
  if (encoder.outputShape.join() !== String(2 * latents.size)) {
    throw new RangeError(
      `${encoder.name}: [${2 * latents.size}] numbers are expected at its end, got [${encoder.outputShape.join(', ')}]`,
    );
  }
  const training = { training: true };
  const noise = () => latents.next(data.batchSize).z;
  const features = (x: tf.Tensor) => body.apply(x, training);
  const encoded = (x: tf.Tensor) => sampled(encoder.apply(x, training), noise());
  const half = (a: tf.Scalar, b: tf.Scalar): tf.Scalar => tf.mul(0.5, tf.add(a, b));
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
          const again = features(decoder.apply(sampled(outputs, epsilon), training));
          const error = squaredError(detach(features(x)), again);
          return sum([klWeight, term('kl', klStandardNormal(mu, logVariance))], term('featureError', error));
        },
      }),
      decoder: player({
        ...{ networks: [decoder], optimiser: optimisers.decoder, pure: loss.pure },
        inputs() {
          const { x } = data.next();
          return { x, code: encoded(x), z: noise() };
        },
        objective({ x, code, z }) {
          const drawn = decoder.apply(joinBatches([code, z]), { training: true, batches: 2 });
          const [ofReal, ofCode, ofNoise] = splitBatches(
            body.apply(joinBatches([x, ...splitBatches(drawn, 2)]), { training: true, batches: 3 }),
            3,
          );
          const [onCode, onNoise] = [ofCode!, ofNoise!].map((each) => head.apply(each, training));
          const error = squaredError(detach(ofReal!), ofCode!);
          return sum(
            [gamma, term('decoderFeatureError', error)],
            term('generatorLoss', half(loss.generator(onCode!), loss.generator(onNoise!))),
          );
        },
      }),
      discriminator: player({
        ...{ networks: [body, head], optimiser: optimisers.discriminator, pure: loss.pure },
        inputs() {
          const { x } = data.next();
          const fakes = decoder.apply(joinBatches([encoded(x), noise()]), { training: true, batches: 2 });
          return { x, fakes };
        },
        objective({ x, fakes }) {
          const three = { training: true, batches: 3 };
          const logits = head.apply(body.apply(joinBatches([x, ...splitBatches(fakes, 2)]), three), three);
          const [onReal, onCode, onNoise] = splitBatches(logits, 3);
          const [ofCode, ofNoise] = [onCode!, onNoise!].map((each) => loss.discriminator(onReal!, each));
          return term('discriminatorLoss', half(ofCode!, ofNoise!));
        },
      }),
    },
  };
}

import * as tf from '@tensorflow/tfjs-core';
import { sum, term } from '../losses';
import type { Network } from '../models';
import { mean, tanh } from '../ops';
import { broadcasts, comparesNot, fits, gives } from './checks';
import { critic } from './critic';
import { player, type Game } from './game';
import type { GanOptions } from './gan';

/** Beside the networks what a GAN has; `data` gives films `x`. */
export interface VideoGanOptions extends Pick<
  GanOptions,
  'loss' | 'data' | 'latents' | 'optimisers' | 'penalty'
> {
  /**
   * `[latents.size]` → what moves and where: `[…, 2 · channels]`, foreground and mask before their tanh and sigmoid. With
   * time in the channels `[height, width, 2 · frames]`, with convolutions in time `[frames, height, width, 2]`.
   */
  readonly foreground: Network;
  /** `[latents.size]` → the still scene in [−1, 1], which is repeated over time. */
  readonly background: Network;
  /** A film → one logit. */
  readonly discriminator: Network;
  /** λ: weight of the mask's mean, which makes it sparse; 0.1 in the paper. */
  readonly sparsity?: number;
}

export interface Film {
  /** mask ⊙ foreground + (1 − mask) ⊙ background, in [−1, 1]. */
  readonly film: tf.Tensor;
  /** In (0, 1), of the shape of the film. */
  readonly mask: tf.Tensor;
  readonly foreground: tf.Tensor;
  readonly background: tf.Tensor;
}

/** What two streams make of latents `[batch, size]` (Vondrick et al. 2016, arXiv 1609.02612, equation 3). */
export function twoStreams(
  { foreground, background }: Pick<VideoGanOptions, 'foreground' | 'background'>,
  z: tf.Tensor,
  options: { readonly training?: boolean } = {},
): Film {
  const [moving, where] = tf.split(foreground.apply(z, options), 2, -1) as [tf.Tensor, tf.Tensor];
  const [mask, front, still] = [tf.sigmoid(where), tanh(moving), background.apply(z, options)];
  const film = tf.add(tf.mul(mask, front), tf.mul(tf.sub(1, mask), still));
  return { film, mask, foreground: front, background: still };
}

/**
 * A GAN for video with two streams (Vondrick et al. 2016): one generator draws what moves and a mask, another the scene that
 * stands still. Logs `mask`, the mean of the mask, beside the GAN's losses.
 *
 * @throws RangeError if the networks do not fit each other, the data or the latents
 */
export function videoGan(options: VideoGanOptions): Game {
  const { foreground, background, discriminator, loss, data, latents, optimisers, penalty } = options;
  const { sparsity = 0.1 } = options;
  for (const network of [foreground, background]) fits('the latents', [latents.size], network);
  const film = [...foreground.outputShape.slice(0, -1), foreground.outputShape.at(-1)! / 2];
  fits(`a film of ${foreground.name}`, film, discriminator);
  broadcasts(background, film);
  gives('videoGan', data, { x: film });
  comparesNot('videoGan', loss);
  const judge = critic(discriminator, { loss, penalty });
  const make = (z: tf.Tensor) => twoStreams(options, z, { training: true });
  const drawn = () => ({ z: latents.next(data.batchSize).z });
  return {
    name: `two-stream video GAN, ${judge.name}`,
    networks: { foreground, background, discriminator },
    sources: { data, latents, ...judge.sources },
    players: {
      discriminator: player({
        ...{ networks: [discriminator], optimiser: optimisers.discriminator, pure: judge.pure },
        inputs() {
          const real = data.next().x;
          return { real, fake: make(drawn().z).film, ...judge.draw([real]) };
        },
        objective: (inputs) => judge.discriminatorLoss({ real: [inputs.real], fake: [inputs.fake] }, inputs),
      }),
      generator: player({
        ...{ networks: [foreground, background], optimiser: optimisers.generator, pure: judge.pure },
        inputs: () => ({ ...drawn(), ...judge.drawJudging(data.batchSize) }),
        objective(inputs) {
          const { film, mask } = make(inputs.z);
          return sum(judge.generatorLoss({ fake: [film] }, inputs), [sparsity, term('mask', mean(mask))]);
        },
      }),
    },
  };
}

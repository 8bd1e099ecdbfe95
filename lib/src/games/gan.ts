import type * as tf from '@tensorflow/tfjs-core';
import type { Batches, Latents } from '../data';
import type { Augmentation, GanLoss, Penalty } from '../losses';
import type { Network } from '../models';
import { concat, splitBatches, type Optimiser } from '../ops';
import { fits, gives } from './checks';
import { augmenting } from './augmenting';
import { critic } from './critic';
import { player, type Game } from './game';

export interface GanOptions {
  /** `[latents.size]` → one sample. */
  readonly generator: Network;
  /** Discriminator or critic: a sample → one logit, or a map of them. */
  readonly discriminator: Network;
  readonly loss: GanLoss;
  /** Real samples `x`. */
  readonly data: Batches<'x'>;
  /** Real samples for the generator's updates, if the loss compares with them (`loss.seesReal`); by default `data`. */
  readonly comparisons?: Batches<'x'>;
  readonly latents: Latents;
  readonly optimisers: { readonly generator: Optimiser; readonly discriminator: Optimiser };
  /** Discriminator updates for each of the generator; WGAN has 5. */
  readonly discriminatorUpdates?: number;
  /**
   * Samples that the discriminator sees at once, side by side on their last axis (PacGAN, Lin et al. 2018, arXiv
   * 1712.04086, section 2); 1 by default. The batch size is a multiple of it.
   */
  readonly packing?: number;
  /** Clips the critic's weights to ± this after each of its updates; 0.01 in WGAN. */
  readonly clip?: number | undefined;
  /** What holds the critic's slope in bounds: `losses.wganGp(10)`, `losses.r1(1)`, `losses.dragan(10)`. */
  readonly penalty?: Penalty | undefined;
  /**
   * What the discriminator sees instead of real and generated samples, in its own update and in the generator's, whose
   * gradient passes through it: `losses.diffAugment()`. A penalty is on the slope at what it sees.
   */
  readonly augmentation?: Augmentation | undefined;
  /** Fixes what the penalty and the augmentation draw. */
  readonly seed?: number;
}

/**
 * A GAN: one generator, one discriminator (or critic), any loss of the `losses` room. It covers the vanilla GAN,
 * DCGAN, least squares, WGAN (`loss: wasserstein, clip: 0.01`) and WGAN-GP (`loss: wasserstein, penalty: wganGp(10)`).
 *
 * Logs `discriminatorLoss`, `generatorLoss`; with the Wasserstein loss `criticEstimate`, E f(x) − E f(G(z)); with a
 * penalty `gradientPenalty`, without its factor.
 *
 * @throws RangeError if the networks do not fit each other, the data or the latents
 */
export function gan(options: GanOptions): Game {
  const { generator, discriminator, loss, data, latents, optimisers, clip, penalty, packing = 1 } = options;
  const sample = generator.outputShape;
  fits('the latents', [latents.size], generator);
  const atOnce = packing === 1 ? '' : `${packing} times `;
  fits(`${atOnce}the output of ${generator.name}`, sample.with(-1, packing * sample.at(-1)!), discriminator);
  gives('gan', data, { x: sample });
  const judge = critic(discriminator, { loss, penalty, seed: options.seed });
  const seen = augmenting(options.augmentation, options.seed ?? discriminator.seed);
  const comparisons = loss.seesReal && (options.comparisons ?? data);
  const { batchSize } = data;
  const pack = (x: tf.Tensor) => (packing === 1 ? x : concat(splitBatches(x, packing)));
  const drawn = () => ({ z: latents.next(batchSize).z, ...generator.draw(batchSize) });
  return {
    name: `GAN, ${judge.name}${clip === undefined ? '' : ', clipped'}${seen.name}`,
    networks: { generator, discriminator },
    sources: { data, latents, ...judge.sources, ...seen.sources, ...(comparisons && { comparisons }) },
    players: {
      discriminator: player({
        networks: judge.networks,
        optimiser: optimisers.discriminator,
        updatesPerStep: options.discriminatorUpdates ?? 1,
        clip,
        pure: judge.pure,
        inputs() {
          const real = pack(seen.now(data.next().x));
          const { z, ...masks } = drawn();
          const fake = pack(seen.now(generator.apply(z, { training: true, drawn: masks })));
          return { real, fake, ...judge.draw([real]) };
        },
        objective: (inputs) => judge.discriminatorLoss({ real: [inputs.real], fake: [inputs.fake] }, inputs),
      }),
      generator: player({
        networks: [generator],
        optimiser: optimisers.generator,
        pure: judge.pure,
        inputs: () => ({
          ...drawn(),
          ...judge.drawJudging(batchSize / packing),
          ...seen.draw([batchSize, ...sample]),
          ...(comparisons && { real: pack(seen.now(comparisons.next().x)) }),
        }),
        objective(inputs) {
          const fake = pack(
            seen.through(generator.apply(inputs.z, { training: true, drawn: inputs }), inputs),
          );
          const real = 'real' in inputs ? { real: [inputs.real] } : {};
          return judge.generatorLoss({ fake: [fake], ...real }, inputs);
        },
      }),
    },
  };
}

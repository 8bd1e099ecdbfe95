import * as tf from '@tensorflow/tfjs-core';
import type { Batches, Latents } from '../data';
import { l1, sum, term } from '../losses';
import type { Network } from '../models';
import { joinBatches, mean, splitBatches, type Optimiser } from '../ops';
import type { Stateful } from '../random';
import { feeds, fits, gives } from './checks';
import { player, type Game } from './game';

export interface EnergyGanOptions {
  /** `[latents.size]` → a sample. */
  readonly generator: Network;
  /** The critic: a sample → a sample. Its energy is how badly it reconstructs. */
  readonly autoencoder: Network;
  readonly data: Batches<'x'>;
  readonly latents: Latents;
  readonly optimisers: { readonly generator: Optimiser; readonly discriminator: Optimiser };
}

interface Energies {
  readonly real: tf.Tensor;
  readonly fake: tf.Tensor;
}

/**
 * BEGAN (Berthelot et al. 2017, arXiv 1703.10717, section 3.4): the critic minimises L(x) − k L(G(z)) with L(v) the mean of
 * |v − AE(v)|, the generator L(G(z)); k ← clip(k + λ (γ L(x) − L(G(z))), 0, 1) after each update of the critic holds them in
 * balance. Logs `energyReal`, `energyFake`, `k` and `generatorLoss`; checkpoints keep k.
 *
 * @param options.gamma γ: share of the real samples' energy that generated ones are to have; 0.5 in the paper
 * @param options.rate λ of k; 0.001 in the paper
 */
export function began({
  gamma = 0.5,
  rate = 1e-3,
  ...options
}: EnergyGanOptions & { gamma?: number; rate?: number }): Game {
  let k = 0;
  const balance: Stateful = {
    save: () => ({ k }),
    restore(state: { k: number }) {
      k = state.k;
    },
  };
  const game = energyGame('BEGAN', options, {
    sources: { balance },
    inputs: () => ({ k: tf.scalar(k) }),
    critic({ real, fake }, again, inputs) {
      const [ofReal, ofFake] = [l1(real, again.real), l1(fake, again.fake)];
      const value = tf.sub<tf.Scalar>(ofReal, tf.mul(inputs['k']!, ofFake));
      // k as the result of a call: an input itself cannot be among what is recorded.
      return { value, log: { energyReal: ofReal, energyFake: ofFake, k: tf.add(inputs['k']!, 0) } };
    },
    generator: (fake, again) => term('generatorLoss', l1(fake, again)),
  });
  const discriminator = {
    ...game.players['discriminator']!,
    after({ energyReal, energyFake }: Readonly<Record<string, number>>) {
      k = Math.min(1, Math.max(0, k + rate * (gamma * energyReal! - energyFake!)));
    },
  };
  return { ...game, players: { ...game.players, discriminator } };
}

/** Mean squared error of each sample: `[batch]`. */
const energyOf = (x: tf.Tensor, again: tf.Tensor): tf.Tensor =>
  tf.mean(tf.square(tf.reshape(tf.sub(x, again), [x.shape[0], -1])), 1);

/**
 * EBGAN (Zhao et al. 2017, arXiv 1609.03126, equations 1 and 2): the critic minimises E(x) + max(0, m − E(G(z))), sample by sample,
 * with E the mean squared error of its reconstruction; the generator E(G(z)). Logs `energyReal`, `energyFake`, `generatorLoss`.
 *
 * @param options.margin m: the energy above which a generated sample is pushed no further
 */
export const ebgan = ({ margin, ...options }: EnergyGanOptions & { readonly margin: number }): Game =>
  energyGame('EBGAN', options, {
    critic({ real, fake }, again) {
      const [ofReal, ofFake] = [energyOf(real, again.real), energyOf(fake, again.fake)];
      const value = tf.add<tf.Scalar>(mean(ofReal), mean(tf.relu(tf.sub(margin, ofFake))));
      return { value, log: { energyReal: mean(ofReal), energyFake: mean(ofFake) } };
    },
    generator: (fake, again) => term('generatorLoss', mean(energyOf(fake, again))),
  });

/** What the two have in common: an autoencoder that sees both sides as two batches, and whom it judges. */
function energyGame(
  name: string,
  { generator, autoencoder, data, latents, optimisers }: EnergyGanOptions,
  how: {
    readonly sources?: Readonly<Record<string, Stateful>>;
    inputs?(): Readonly<Record<string, tf.Tensor>>;
    critic(
      sides: Energies,
      again: Energies,
      inputs: Readonly<Record<string, tf.Tensor>>,
    ): ReturnType<typeof sum>;
    generator(fake: tf.Tensor, again: tf.Tensor): ReturnType<typeof sum>;
  },
): Game {
  fits('the latents', [latents.size], generator);
  feeds(generator, autoencoder, autoencoder);
  gives(name, data, { x: autoencoder.input });
  const training = { training: true };
  const draw = () => latents.next(data.batchSize);
  return {
    name,
    networks: { generator, autoencoder },
    sources: { data, latents, ...how.sources },
    players: {
      discriminator: player({
        ...{ networks: [autoencoder], optimiser: optimisers.discriminator, pure: true },
        inputs: () => ({ real: data.next().x, fake: generator.apply(draw().z, training), ...how.inputs?.() }),
        objective(inputs) {
          const { real, fake } = inputs;
          const both = autoencoder.apply(joinBatches([real, fake]), { training: true, batches: 2 });
          const [ofReal, ofFake] = splitBatches(both, 2);
          return how.critic({ real, fake }, { real: ofReal!, fake: ofFake! }, inputs);
        },
      }),
      generator: player({
        ...{ networks: [generator], optimiser: optimisers.generator, pure: true },
        inputs: draw,
        objective({ z }) {
          const fake = generator.apply(z, training);
          return how.generator(fake, autoencoder.apply(fake, training));
        },
      }),
    },
  };
}

import * as tf from '@tensorflow/tfjs-core';
import type { Batches, Latents } from '../data';
import { gradientPenalty, wasserstein, type GanLoss } from '../losses';
import type { Network } from '../models';
import { joinBatches, splitBatches, type Optimiser } from '../ops';
import { stream } from '../random';
import { repeating, type Game, type Objective } from './game';

export interface GanOptions {
  readonly generator: Network;
  /** Discriminator or critic: samples in, one logit out. */
  readonly discriminator: Network;
  readonly loss: GanLoss;
  readonly data: Batches;
  readonly latents: Latents;
  readonly optimisers: { readonly generator: Optimiser; readonly discriminator: Optimiser };
  /** Discriminator updates for each of the generator; WGAN has 5. */
  readonly discriminatorTurns?: number;
  /** Generator updates a step. */
  readonly generatorTurns?: number;
  /** Clips the critic's weights to ± this after each of its updates; 0.01 in WGAN. */
  readonly clip?: number;
  /** λ of WGAN-GP's gradient penalty; 10 for images, 0.1 for toys. */
  readonly gradientPenalty?: number;
  /** Fixes where between real and fake the penalty looks. */
  readonly seed?: number;
}

interface Sides extends tf.NamedTensorMap {
  real: tf.Tensor;
  fake: tf.Tensor;
  /** Where between the two the gradient penalty looks, if there is one: `[batch]` numbers in [0, 1). */
  epsilon?: tf.Tensor1D;
}

/**
 * A GAN: one generator, one discriminator (or critic), any loss of the `losses` room. It covers the vanilla GAN,
 * DCGAN, least squares, WGAN (`loss: wasserstein, clip: 0.01`) and WGAN-GP (`loss: wasserstein, gradientPenalty: 10`).
 *
 * Logs `discriminatorLoss`, `generatorLoss`; with the Wasserstein loss `criticEstimate`, E f(x) − E f(G(z)); with a
 * gradient penalty `gradientPenalty`, without its factor.
 *
 * @throws RangeError if the networks do not fit each other, the data or the latents, or a number of turns is none
 */
export function gan(options: GanOptions): Game {
  check(options);
  const { generator, discriminator, loss, data, latents, optimisers, gradientPenalty: weight } = options;
  const random = stream(options.seed ?? discriminator.seed, 'gradient penalty');
  const uniform = (count: number) => tf.tensor1d(random.fillUniform(new Float32Array(count)));
  const critic = repeating<Sides>(
    {
      name: 'discriminator',
      networks: [discriminator],
      optimiser: optimisers.discriminator,
      turns: options.discriminatorTurns ?? 1,
      clip: options.clip,
      prepare: () => ({
        real: data.next().x,
        fake: generator.apply(latents.next(data.batchSize), { training: true }),
        ...(weight && { epsilon: uniform(data.batchSize) }),
      }),
      objective({ real, fake, epsilon }) {
        const [onReal, onFake] = logitsOfBoth(discriminator, real, fake);
        const value = loss.discriminator(onReal, onFake);
        const log: Record<string, tf.Scalar> = { discriminatorLoss: value };
        if (loss === wasserstein) log['criticEstimate'] = tf.neg(value);
        if (!weight) return { minimise: value, log };
        if (!epsilon) throw new Error('gan: for a gradient penalty prepare() must give epsilon as well');
        const penalty = gradientPenalty(
          (x) => discriminator.apply(x, { training: true }),
          real,
          fake,
          epsilon,
        );
        log['gradientPenalty'] = penalty;
        return { minimise: tf.add(value, tf.mul(weight, penalty)), log };
      },
    },
    loss,
    [discriminator],
  );
  const artist = repeating<tf.Tensor2D>(
    {
      name: 'generator',
      networks: [generator],
      optimiser: optimisers.generator,
      turns: options.generatorTurns ?? 1,
      prepare: () => latents.next(data.batchSize),
      objective(z): Objective {
        const fake = generator.apply(z, { training: true });
        const value = loss.generator(discriminator.apply(fake, { training: true }));
        return { minimise: value, log: { generatorLoss: value } };
      },
    },
    loss,
    [generator, discriminator],
  );
  return {
    name: loss.name,
    networks: { generator, discriminator },
    players: [critic, artist],
    sources: { data, latents, gradientPenalty: random },
  };
}

/**
 * The logits of real and of generated samples. Both go through the network at once, which is faster; batch
 * normalisation, which ties the samples of a batch together, takes each side for a batch of its own (Radford et al. 2015
 * train so, and so does Ioffe's formula demand it).
 */
function logitsOfBoth(discriminator: Network, real: tf.Tensor, fake: tf.Tensor): [tf.Tensor, tf.Tensor] {
  const logits = discriminator.apply(joinBatches([real, fake]), { training: true, batches: 2 });
  const [onReal, onFake] = splitBatches(logits, 2);
  return [onReal!, onFake!];
}

function check(options: GanOptions): void {
  const { generator, discriminator, data, latents, discriminatorTurns = 1, generatorTurns = 1 } = options;
  fits('the latents', [latents.size], generator);
  fits(`the output of ${generator.name}`, generator.outputShape, discriminator);
  fits('a sample of the data', data.sampleShape, discriminator);
  givesOneLogit(discriminator);
  for (const [name, turns] of Object.entries({ discriminatorTurns, generatorTurns })) {
    if (!Number.isInteger(turns) || turns < 1) {
      throw new RangeError(`${name}: a whole number of at least 1 is allowed, got ${turns}`);
    }
  }
}

/** @throws RangeError if `network` cannot take what has this shape */
export function fits(what: string, shape: readonly number[], network: Network): void {
  if (shape.join() !== network.input.join()) {
    throw new RangeError(
      `${network.name} takes [${network.input.join(', ')}], but ${what} is [${shape.join(', ')}]`,
    );
  }
}

/** @throws RangeError if `network` does not end in one number */
export function givesOneLogit({ name, outputShape }: Network): void {
  if (outputShape.join() !== '1') {
    throw new RangeError(`${name}: one logit [1] is expected at its end, got [${outputShape.join(', ')}]`);
  }
}

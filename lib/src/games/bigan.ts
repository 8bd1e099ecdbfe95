import type * as tf from '@tensorflow/tfjs-core';
import type { Batches, Latents } from '../data';
import { term, type GanLoss, type Penalty } from '../losses';
import type { Network } from '../models';
import type { Optimiser } from '../ops';
import { feeds, fits, gives, givesOutputs } from './checks';
import { critic, type Judge } from './critic';
import { sampled } from './gaussian';
import { player, type Game } from './game';

export interface BiganOptions {
  /** `[latents.size]` → a sample. */
  readonly generator: Network;
  /**
   * A sample → `latents.size` numbers (BiGAN), or twice as many (ALI): means and logarithms of variances of a Gaussian from
   * which the code is drawn.
   */
  readonly encoder: Network;
  /** Judges pairs of sample and code: a network for both side by side, or bodies and a head. */
  readonly discriminator: Network | Judge;
  readonly loss: GanLoss;
  readonly data: Batches<'x'>;
  readonly latents: Latents;
  readonly optimisers: { readonly generator: Optimiser; readonly discriminator: Optimiser };
  readonly penalty?: Penalty | undefined;
}

/**
 * BiGAN and ALI (Donahue et al. 2017, arXiv 1605.09782; Dumoulin et al. 2017, arXiv 1606.00704, equation 2): the discriminator
 * tells pairs (x, E(x)) from pairs (G(z), z). Generator and encoder minimise its loss with the sides exchanged (algorithm 1 of
 * the latter), together: to fool it each has to undo the other.
 *
 * @throws RangeError if the networks do not fit each other, the data or the latents
 */
export function bigan(options: BiganOptions): Game {
  const { generator, encoder, discriminator, loss, data, latents, optimisers, penalty } = options;
  const { batchSize } = data;
  gives('bigan', data, { x: encoder.input });
  fits('the latents', [latents.size], generator);
  feeds(generator, encoder);
  givesOutputs(encoder, latents.size, 2 * latents.size);
  const stochastic = encoder.outputShape[0] === 2 * latents.size;
  const judge = critic(discriminator, { loss, penalty });
  const training = { training: true };
  const noise = () => ({
    z: latents.next(batchSize).z,
    ...(stochastic && { epsilon: latents.next(batchSize).z }),
  });
  const encode = (x: tf.Tensor, epsilon?: tf.Tensor): tf.Tensor => {
    const outputs = encoder.apply(x, training);
    return epsilon ? sampled(outputs, epsilon) : outputs;
  };
  const judges = Object.fromEntries(judge.networks.map((network) => [network.name, network]));
  return {
    name: `${stochastic ? 'ALI' : 'BiGAN'}, ${judge.name}`,
    networks: { generator, encoder, ...judges },
    sources: { data, latents, ...judge.sources },
    players: {
      discriminator: player({
        ...{ networks: judge.networks, optimiser: optimisers.discriminator, pure: judge.pure },
        inputs() {
          const { x } = data.next();
          const { z, epsilon } = { epsilon: undefined, ...noise() };
          const code = encode(x, epsilon);
          return { x, code, fake: generator.apply(z, training), z, ...judge.draw([x, code]) };
        },
        objective: (inputs) =>
          judge.discriminatorLoss({ real: [inputs.x, inputs.code], fake: [inputs.fake, inputs.z] }, inputs),
      }),
      generator: player({
        ...{ networks: [generator, encoder], optimiser: optimisers.generator, pure: judge.pure },
        inputs: () => ({ x: data.next().x, ...noise(), ...judge.drawJudging(2 * batchSize) }),
        objective(inputs) {
          const { x, z } = inputs;
          const code = encode(x, 'epsilon' in inputs ? inputs.epsilon : undefined);
          const sides = { real: [x, code], fake: [generator.apply(z, training), z] };
          const [onReal, onFake] = judge.logits(sides, inputs);
          return term('generatorLoss', loss.discriminator(onFake, onReal));
        },
      }),
    },
  };
}

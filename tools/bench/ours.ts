/** Our side: a game of the library, stepped as the trainer steps it. */
import { writeFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-node';
import { data, games, losses, models, ops, training } from 'gan-lib';
import { isInfogan, type Case, type NetworkCase, type OptimiserCase } from './cases.ts';
import { profile } from './profile.ts';
import { serve, time } from './serve.ts';

let game: games.Game;
let compiled: training.CompiledGame;
let latents: data.Latents;

function optimiser({ kind, ...options }: OptimiserCase): ops.Optimiser {
  return kind === 'adam' ? ops.adam(options) : ops.rmsProp(options);
}

function prepare({ case: which }: { case: Case }) {
  const { seed, batchSize } = which;
  const network = (name: string, spec: NetworkCase) => models.network({ name, seed, ...spec });
  const size = which.generator.input[0]!;
  const shared = {
    generator: network('generator', which.generator),
    discriminator: network('discriminator', which.discriminator),
    loss: losses[which.loss],
    data: data.imageBatches(data.loadMnist().train, { batchSize, seed }),
    optimisers: {
      generator: optimiser(which.optimisers.generator),
      discriminator: optimiser(which.optimisers.discriminator),
    },
  };
  if (isInfogan(which)) {
    const { codes, lambda } = which;
    const noise = size - codes.categorical.reduce((sum, k) => sum + k, codes.continuous);
    const coded = data.codedLatents({ noise, codes, seed });
    const [trunk, q] = [network('trunk', which.trunk), network('q', which.q)];
    game = games.infogan({ ...shared, trunk, q, latents: coded, lambda });
    latents = coded;
  } else {
    const { discriminatorUpdates = 1, clip, gradientPenalty } = which;
    latents = data.normalLatents({ size, seed });
    game = games.gan({
      ...{ ...shared, latents, discriminatorUpdates },
      ...(clip === undefined ? {} : { clip }),
      ...(gradientPenalty === undefined ? {} : { penalty: losses.wganGp(gradientPenalty) }),
    });
  }
  compiled = training.compile(game);
  return { version: tf.version['tfjs-node'] };
}

const step = () => tf.dispose(compiled.step());

await serve({
  prepare,
  run: ({ steps }: { steps: number }) => ({
    ms: time(() => {
      for (let i = 0; i < steps; i++) step();
    }),
  }),
  /** How fast a large product of matrices is: GFLOP/s of 1024 × 1024 by 1024 × 1024. */
  matMul({ times }: { times: number }) {
    const a = tf.randomNormal([1024, 1024]);
    const ms = time(() => {
      for (let i = 0; i < times; i++) tf.matMul(a, a).dispose();
    });
    a.dispose();
    return { gflops: (times * 2 * 1024 ** 3) / ms / 1e6 };
  },
  profile: ({ steps }: { steps: number }) => ({ rows: profile(step, steps) }),
  sample({ count, file }: { count: number; file: string }) {
    const { generator } = game.networks;
    const values = tf.tidy(() => generator!.apply(latents.next(count).z).dataSync());
    writeFileSync(file, new Uint8Array(values.buffer));
    return {};
  },
});

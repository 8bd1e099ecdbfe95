/** Our side: a game of the library, trained as a notebook trains it, or stepped without the trainer. */
import { writeFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-node';
import { training, type data, type games } from 'gan-lib';
import type { Case } from './cases.ts';
import { gameOf } from './game.ts';
import { profile } from './profile.ts';
import { serve, time } from './serve.ts';

let game: games.Game;
let trainer: training.Trainer;
let compiled: training.CompiledGame;

function prepare({ case: which }: { case: Case }) {
  game = gameOf(which);
  trainer = new training.Trainer({ game });
  compiled = training.compile(game);
  return { version: tf.version['tfjs-node'] };
}

const step = () => tf.dispose(compiled.step());

const valueOf = ({ inputs, objective }: games.Player): number =>
  tf.tidy(() => objective(inputs()).value.dataSync()[0]!);

await serve({
  prepare,
  /** What people run: steps of the trainer, with its check, its reading of the log and its history. */
  train: async ({ steps }: { steps: number }) => ({
    ms: await time(() => trainer.train({ steps: trainer.step + steps })),
  }),
  /** Steps alone. */
  run: async ({ steps }: { steps: number }) => ({
    ms: await time(() => {
      for (let i = 0; i < steps; i++) step();
    }),
  }),
  /** What each player minimises, at the weights of this moment. */
  objectives: () => ({
    values: Object.fromEntries(Object.entries(game.players).map(([role, player]) => [role, valueOf(player)])),
  }),
  /** How fast a large product of matrices is: GFLOP/s of 1024 × 1024 by 1024 × 1024. */
  async matMul({ times }: { times: number }) {
    const a = tf.randomNormal([1024, 1024]);
    const ms = await time(() => {
      for (let i = 0; i < times; i++) tf.matMul(a, a).dispose();
    });
    a.dispose();
    return { gflops: (times * 2 * 1024 ** 3) / ms / 1e6 };
  },
  profile: ({ steps }: { steps: number }) => ({ rows: profile(step, steps) }),
  sample({ count, file }: { count: number; file: string }) {
    const { generator } = game.networks;
    const { latents } = game.sources as unknown as { latents: data.Latents };
    const values = tf.tidy(() => generator!.apply(latents.next(count).z).dataSync());
    writeFileSync(file, new Uint8Array(values.buffer));
    return {};
  },
});

// What holds of every game: who moves whom, what is recorded, what a checkpoint keeps, what is left behind.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { training, type games } from 'gan-lib';
import { near } from '../losses/reference.ts';
import { objective, silence, SYSTEMS } from './systems.ts';
import { dispose, numbers, step, update, weights } from './toys.ts';

const folder = mkdtempSync(join(tmpdir(), 'games '));
after(() => rmSync(folder, { recursive: true }));

suite('an update', () => {
  for (const [name, { make, moves }] of Object.entries(SYSTEMS)) {
    test(`of ${name} moves every layer of its player’s networks, and no other network`, () => {
      const game = make();
      assert.deepEqual(Object.keys(game.players), Object.keys(moves));
      for (const [role, moved] of Object.entries(moves)) {
        const before = weights(game);
        update(game, role);
        for (const [network, layers] of Object.entries(weights(game))) {
          if (!moved.includes(network)) assert.deepEqual(layers, before[network], `${role}: ${network}`);
          else
            layers.forEach((layer, i) =>
              assert.notDeepEqual(layer, before[network]![i], `${role}: ${network}, tensor ${i}`),
            );
        }
      }
      dispose(game);
    });
  }
});

suite('a game that cannot tell yet', () => {
  const ln2 = Math.LN2;
  const gan = { discriminatorLoss: 2 * ln2, generatorLoss: ln2 };
  /** Which networks are made to give 0, and what is logged then. */
  const starts: Record<string, { silent: readonly string[]; logs: Readonly<Record<string, number>> }> = {
    'conditional GAN': { silent: ['head'], logs: gan },
    'AC-GAN': {
      silent: ['discriminator', 'q'],
      logs: { ...gan, labelLoss: Math.log(10), informationCategorical: 0, informationContinuous: 0 },
    },
    pix2pix: { silent: ['discriminator'], logs: gan },
    SRGAN: { silent: ['discriminator'], logs: { discriminatorLoss: ln2, generatorLoss: ln2 } },
    DiscoGAN: {
      silent: ['discriminatorA', 'discriminatorB'],
      logs: {
        ...{ discriminatorLossA: 2 * ln2, discriminatorLossB: 2 * ln2 },
        ...{ generatorLossA: ln2, generatorLossB: ln2 },
      },
    },
    'VAE/GAN': { silent: ['head', 'encoder'], logs: { ...gan, kl: 0 } },
    BiGAN: { silent: ['discriminator'], logs: { discriminatorLoss: 2 * ln2, generatorLoss: 2 * ln2 } },
    ALI: { silent: ['discriminator'], logs: { discriminatorLoss: 2 * ln2, generatorLoss: 2 * ln2 } },
    'two-stream video GAN': { silent: ['discriminator', 'foreground'], logs: { ...gan, mask: 0.5 } },
  };
  for (const [name, { silent, logs }] of Object.entries(starts)) {
    const expected = Object.entries(logs).map(([column, value]) => `${column} ${value.toFixed(3)}`);
    test(`${name}: ${expected.join(', ')}`, () => {
      const game = SYSTEMS[name]!.make();
      for (const role of silent) silence(game.networks[role]!);
      const logged = Object.keys(game.players).map((role) => objective(game, role).log);
      const log: Record<string, number> = Object.assign({}, ...logged);
      for (const [column, value] of Object.entries(logs)) near(log[column]!, value, 1e-6, column);
      dispose(game);
    });
  }
});

suite('recorded updates', () => {
  /** The game, and how often each player's objective has been run. */
  const counted = (game: games.Game): { game: games.Game; runs: Record<string, number> } => {
    const runs: Record<string, number> = {};
    const players = Object.entries(game.players).map(([role, player]) => {
      runs[role] = 0;
      const run = (inputs: games.Inputs) => {
        runs[role]!++;
        return player.objective(inputs);
      };
      return [role, { ...player, objective: run }] as const;
    });
    return { game: { ...game, players: Object.fromEntries(players) }, runs };
  };

  /** One step without recordings. */
  const byTape = ({ players }: games.Game): Record<string, number> =>
    Object.assign(
      {},
      ...Object.values(players).map((player) => {
        const log = numbers(training.update(player));
        player.after?.(log);
        return log;
      }),
    ) as Record<string, number>;

  for (const [name, { make }] of Object.entries(SYSTEMS)) {
    test(`of ${name} are those of the tape to the bit, and run no objective`, () => {
      const { game, runs } = counted(make());
      const [recorded, taped] = [training.compile(game), make()];
      for (let step = 1; step <= 5; step++) {
        assert.deepEqual(numbers(recorded.step()), byTape(taped), `step ${step}`);
        assert.deepEqual(weights(game), weights(taped), `step ${step}`);
      }
      for (const [role, count] of Object.entries(runs)) assert.equal(count, 2, `${role} ran ${count} times`);
      [game, taped].forEach(dispose);
    });
  }
});

suite('a resumed training', () => {
  for (const [name, { make }] of Object.entries(SYSTEMS)) {
    test(`of ${name} is the uninterrupted one to the bit`, async () => {
      const trainer = () => new training.Trainer({ game: make(), logEvery: 1 });
      const [whole, stopped, resumed] = [trainer(), trainer(), trainer()];
      await whole.train({ steps: 6 });
      await stopped.train({ steps: 3 });
      const file = join(folder, `${name.replace('/', ' ')}.safetensors`);
      stopped.save(file);
      await resumed.train({ steps: 1 }); // somewhere else
      resumed.load(file);
      await resumed.train({ steps: 6 });
      const losses = ({ history }: training.Trainer) => history.toRows().map(({ seconds: _, ...row }) => row);
      assert.deepEqual(losses(resumed), losses(whole));
      assert.equal(losses(resumed).length, 6);
      assert.deepEqual(weights(resumed.game), weights(whole.game));
      for (const each of [whole, stopped, resumed]) each.dispose();
    });
  }
});

suite('steps', () => {
  for (const [name, { make }] of Object.entries(SYSTEMS)) {
    test(`of ${name} leave nothing behind but weights and slots; disposing frees those`, () => {
      const empty = tf.memory().numTensors;
      const game = make();
      step(game);
      const before = tf.memory().numTensors;
      for (let again = 0; again < 4; again++) step(game);
      assert.equal(tf.memory().numTensors, before);
      dispose(game);
      assert.equal(tf.memory().numTensors, empty);
    });
  }
});

// Pure players repeat the native calls of their first updates: that must give what the tape gives, and find what changes.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { data, games, losses, models, training } from 'gan-lib';
import { dispose, numbers, SEED, step, toyGan, toyInfogan, weights } from '../games/toys.ts';
import { nativeCalls } from '../ops/native-calls.ts';

/** The same game, whose players declare nothing. */
const onTape = (game: games.Game): games.Game => ({
  ...game,
  players: Object.fromEntries(
    Object.entries(game.players).map(([role, player]) => [role, { ...player, pure: false }]),
  ),
});

/** Whether each player's objective was run in a step, step after step; where it is repeated, it is not. */
function asked(game: games.Game, steps: number): boolean[] {
  let calls = 0;
  const players = Object.fromEntries(
    Object.entries(game.players).map(([role, player]) => [
      role,
      { ...player, objective: (inputs: games.Inputs) => (calls++, player.objective(inputs)) },
    ]),
  );
  const counting = { ...game, players };
  return Array.from({ length: steps }, () => {
    calls = 0;
    step(counting);
    return calls > 0;
  });
}

const { batchNorm, dense, dropout, leakyRelu, relu, spectralNorm, tanh } = models;
const normalised = {
  generator: [dense(8), batchNorm(), relu(), dense(2), tanh()],
  discriminator: [dense(8), batchNorm(), leakyRelu(), dense(1)],
};
const dropping = { discriminator: [dense(8), leakyRelu(), dropout(0.5), dense(1)] };

const GAMES: Record<string, () => games.Game> = {
  'a GAN': () => toyGan(),
  'a GAN with batch normalisation': () => toyGan({ layers: normalised }),
  'a GAN with dropout, whose masks are inputs': () => toyGan({ layers: dropping }),
  'a GAN with spectral normalisation': () =>
    toyGan({ layers: { discriminator: [spectralNorm(dense(8)), leakyRelu(), spectralNorm(dense(1))] } }),
  'least squares': () => toyGan({ loss: losses.leastSquares, optimiser: training.rmsProp }),
  'a loss that sees real samples': () => toyGan({ loss: losses.relativisticAverage }),
  WGAN: () => toyGan({ loss: losses.wasserstein, clip: 0.05, discriminatorUpdates: 3 }),
  'WGAN-GP': () => toyGan({ loss: losses.wasserstein, penalty: losses.wganGp(10) }),
  R1: () => toyGan({ penalty: losses.r1(1) }),
  DRAGAN: () => toyGan({ penalty: losses.dragan(10) }),
  InfoGAN: () => toyInfogan(),
  'InfoGAN without λ': () => toyInfogan({ lambda: 0 }),
  'InfoGAN with dispersion learned': () => toyInfogan({ learnDeviation: true }),
};

suite('recorded updates', () => {
  for (const [name, make] of Object.entries(GAMES)) {
    test(`of ${name}: seven steps are those of the tape to the bit, and the last are not run`, () => {
      const [recorded, taped] = [make(), onTape(make())];
      for (let count = 0; count < 7; count++) {
        assert.deepEqual(step(recorded), step(taped));
        assert.deepEqual(weights(recorded), weights(taped));
      }
      [recorded, taped].forEach(dispose);
      const again = make();
      assert.deepEqual(asked(again, 4).slice(2), [false, false]);
      dispose(again);
    });
  }

  test('make the native calls that the tape makes, no more', () => {
    const [recorded, taped] = [toyGan({ layers: normalised }), onTape(toyGan({ layers: normalised }))];
    const calls = [recorded, taped].map((game) => {
      for (let count = 0; count < 3; count++) step(game);
      return nativeCalls(() => void step(game));
    });
    assert.deepEqual(calls[0], calls[1]);
    [recorded, taped].forEach(dispose);
  });

  test('leave their log to whoever asked, also within tf.tidy', () => {
    const game = toyGan();
    const compiled = training.compile(game);
    for (let count = 0; count < 4; count++) {
      const log = tf.tidy(() => [compiled.step()][0]!);
      assert.ok(Object.values(numbers(log)).every(Number.isFinite));
    }
    dispose(game);
  });

  test('also learn of weights that were put back', () => {
    const game = toyGan();
    const first = step(game);
    for (let count = 0; count < 4; count++) step(game);
    const fresh = toyGan();
    for (const [role, network] of Object.entries(game.networks)) {
      network.reset();
      assert.deepEqual(weights(game)[role], weights(fresh)[role]);
      game.players[role]!.optimiser.dispose();
    }
    for (const [name, source] of Object.entries(game.sources)) {
      source.restore(fresh.sources[name]!.save() as never);
    }
    assert.deepEqual(step(game), first);
    [game, fresh].forEach(dispose);
  });

  test('of networks that share their numbers with a clone at first begin later, and are the same', () => {
    const original = models.network({ name: 'd', input: [2], layers: models.mlpDiscriminator(), seed: SEED });
    const clones = [1, 2].map(() => toyGan({ discriminator: models.clone(original) }));
    const [recorded, taped] = [clones[0]!, onTape(clones[1]!)];
    for (let count = 0; count < 6; count++) assert.deepEqual(step(recorded), step(taped));
    assert.equal(asked(recorded, 4).at(-1), false);
    [recorded, taped].forEach(dispose);
    original.dispose();
  });

  test('of batches of another size are run', () => {
    const size = { now: 16 };
    const make = (): games.Game => {
      const game = toyGan();
      const inputs = () => {
        const { x, labels } = data.mixtureBatches(data.ring(), { batchSize: size.now, seed: SEED }).next();
        labels.dispose();
        return { real: x, fake: x.neg() };
      };
      const discriminator = { ...game.players['discriminator']!, inputs };
      return { ...game, players: { ...game.players, discriminator } };
    };
    const [recorded, taped] = [make(), onTape(make())];
    for (const count of [16, 16, 16, 8, 16]) {
      size.now = count;
      assert.deepEqual(step(recorded), step(taped));
    }
    assert.deepEqual(weights(recorded), weights(taped));
    [recorded, taped].forEach(dispose);
  });
});

suite('updates are run every time', () => {
  const always = (game: games.Game) => {
    assert.deepEqual(asked(game, 4), [true, true, true, true]);
    dispose(game);
  };

  test('with a loss that does not say it is pure: it may print, or change with the steps', () =>
    always(toyGan({ loss: { ...losses.nonSaturating, pure: false } })));

  test('by a player that does not say it is', () => always(onTape(toyGan())));
});

suite('a number that changes', () => {
  /** A player who pulls one weight towards a target, as strongly as `weight` says. */
  function pulling(weight: () => number, asInput: boolean): games.Game {
    const network = models.network({ name: 'n', input: [1], layers: [models.dense(1)], seed: SEED });
    return games.single({
      name: 'pulling',
      networks: { network },
      sources: {},
      optimiser: training.sgd({ learningRate: 0.01 }),
      pure: true,
      inputs: () => ({ x: tf.ones([1, 1]), ...(asInput && { weight: tf.scalar(weight()) }) }),
      objective(inputs) {
        const far = losses.meanSquare(network.apply(inputs.x), tf.scalar(3));
        const strength = 'weight' in inputs ? inputs.weight : weight();
        return losses.term('far', tf.mul(strength, far));
      },
    });
  }

  test('behind the back of a player who is declared pure is found and said in one line', () => {
    let updates = 0;
    const game = pulling(() => (updates < 150 ? 1 : 2), false);
    const compiled = training.compile(game);
    assert.throws(
      () => {
        for (; updates < 300; updates++) numbers(compiled.step());
      },
      (error: Error) => {
        assert.match(
          error.message,
          /^player is declared pure, but what it computes has changed within 100 updates/,
        );
        assert.ok(!error.message.includes('\n'));
        return true;
      },
    );
    assert.ok(updates >= 150 && updates < 250, `found at ${updates}`);
    dispose(game);
  });

  test('given through inputs is what the tape gives, to the bit', () => {
    const run = (recorded: boolean) => {
      let updates = 0;
      const made = pulling(() => (updates < 150 ? 1 : 2), true);
      const game = recorded ? made : onTape(made);
      const log = Array.from({ length: 220 }, () => (updates++, step(game)['far']));
      dispose(game);
      return log;
    };
    assert.deepEqual(run(true), run(false));
  });
});

suite('two players who log one name', () => {
  test('are refused before anything trains', async () => {
    const game = toyGan();
    const players = {
      ...game.players,
      second: { ...game.players['generator']!, optimiser: training.adam() },
    };
    const trainer = new training.Trainer({ game: { ...game, players } });
    const before = weights(game);
    const tensors = tf.memory().numTensors;
    await assert.rejects(trainer.train({ steps: 3 }), {
      name: 'RangeError',
      message: 'two players log generatorLoss: one of them needs another name',
    });
    assert.deepEqual(weights(game), before);
    assert.equal(trainer.step, 0);
    assert.equal(tf.memory().numTensors, tensors);
    trainer.dispose();
  });

  test('and two terms of one objective', () => {
    const one = losses.term('l1', tf.scalar(1));
    assert.throws(() => losses.sum(one, [2, losses.term('l1', tf.scalar(2))]), {
      name: 'RangeError',
      message: 'two terms of one objective log l1: one of them needs another name',
    });
  });
});

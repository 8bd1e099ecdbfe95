// A game's turns are repeated without the tape: they must give what the tape gives.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { data, losses, models, training, type games } from 'gan-lib';
import { nativeCalls } from '../ops/native-calls.ts';
import { dispose, numbers, SEED, toyGan, toyInfogan, weights } from './toys.ts';

const onTape = (game: games.Game): games.Game => ({
  ...game,
  players: game.players.map((player) => ({ ...player, repeats: undefined })),
});

/** Whether the discriminator is run by the players' objectives, step after step; repeating, nobody asks it. */
function asked(game: games.Game, steps: number): boolean[] {
  const discriminator = game.networks['discriminator'] as { apply: models.Network['apply'] };
  const { apply } = discriminator;
  let calls = 0;
  discriminator.apply = (...given) => {
    calls++;
    return apply(...given);
  };
  const each = Array.from({ length: steps }, () => {
    calls = 0;
    numbers(training.playStep(game));
    return calls > 0;
  });
  discriminator.apply = apply;
  return each;
}

const normalised = {
  generator: [models.dense(8), models.batchNorm(), models.relu(), models.dense(2), models.tanh()],
  discriminator: [models.dense(8), models.batchNorm(), models.leakyRelu(), models.dense(1)],
};
const dropping = {
  discriminator: [models.dense(8), models.leakyRelu(), models.dropout(0.5), models.dense(1)],
};

const GAMES: Record<string, () => games.Game> = {
  'a GAN': () => toyGan(),
  'a GAN with batch normalisation': () => toyGan({ layers: normalised }),
  'least squares': () => toyGan({ loss: losses.leastSquares, optimiser: training.rmsProp }),
  WGAN: () => toyGan({ loss: losses.wasserstein, clip: 0.05, discriminatorTurns: 3 }),
  'WGAN-GP': () => toyGan({ loss: losses.wasserstein, gradientPenalty: 10 }),
  InfoGAN: () => toyInfogan(),
  'InfoGAN without λ': () => toyInfogan({ lambda: 0 }),
  'InfoGAN with dispersion learned': () => toyInfogan({ learnDeviation: true }),
  'InfoGAN without categories': () => toyInfogan({ codes: { categorical: [], continuous: 2 } }),
};

suite('turns that are repeated', () => {
  for (const [name, make] of Object.entries(GAMES)) {
    test(`of ${name}: seven steps are those of the tape to the bit`, () => {
      const [repeated, taped] = [make(), onTape(make())];
      for (let step = 0; step < 7; step++) {
        assert.deepEqual(numbers(training.playStep(repeated)), numbers(training.playStep(taped)));
        assert.deepEqual(weights(repeated), weights(taped));
      }
      [repeated, taped].forEach(dispose);
    });
  }

  test('are run twice: WGAN has so many in its first step', () => {
    const steps = (game: games.Game) => {
      const each = asked(game, 4);
      dispose(game);
      return each;
    };
    assert.deepEqual(steps(toyGan()), [true, true, false, false]);
    assert.deepEqual(steps(toyInfogan()), [true, true, false, false]);
    assert.deepEqual(steps(onTape(toyGan())), [true, true, true, true]);
  });

  test('make the native calls that the tape makes, no more', () => {
    const [repeated, taped] = [toyGan({ layers: normalised }), onTape(toyGan({ layers: normalised }))];
    const calls = [repeated, taped].map((game) => {
      for (let step = 0; step < 3; step++) numbers(training.playStep(game));
      return nativeCalls(() => void numbers(training.playStep(game)));
    });
    assert.deepEqual(calls[0], calls[1]);
    [repeated, taped].forEach(dispose);
  });

  test('leave their log to whoever asked, also within tf.tidy', () => {
    const game = toyGan();
    for (let step = 0; step < 4; step++) {
      const log = tf.tidy(() => [training.playStep(game)][0]!);
      assert.ok(Object.values(numbers(log)).every(Number.isFinite));
    }
    dispose(game);
  });

  test('also learn of weights that were put back', () => {
    const [one, other] = [toyGan(), toyGan()].map((game) => new training.Trainer({ game }));
    for (let step = 0; step < 4; step++) numbers(training.playStep(one!.game));
    one!.restart();
    assert.deepEqual(numbers(training.playStep(one!.game)), numbers(training.playStep(other!.game)));
    [one!, other!].forEach((trainer) => trainer.dispose());
  });

  test('of batches of another size are run', () => {
    const [repeated, taped] = [toyGan(), onTape(toyGan())];
    for (const game of [repeated, taped]) {
      for (let step = 0; step < 3; step++) numbers(training.playStep(game));
    }
    const small = () => {
      const { x } = data.mixtureBatches(data.ring(), { batchSize: 8, seed: SEED }).next();
      return { real: x, fake: x.neg() };
    };
    const [one, other] = [repeated, taped].map((game) =>
      numbers(training.takeTurn({ ...game.players[0]!, prepare: small })),
    );
    assert.deepEqual(one, other);
    assert.deepEqual(weights(repeated), weights(taped));
    [repeated, taped].forEach(dispose);
  });

  test('whose samples come under their names in another order are not mistaken', () => {
    const [repeated, taped] = [toyGan(), onTape(toyGan())].map((game) => {
      const [first] = game.players;
      for (let turn = 0; turn < 3; turn++) numbers(training.takeTurn(first!));
      const prepare = () => {
        const { real, fake } = first!.prepare() as Record<string, tf.Tensor>;
        return { fake: fake!, real: real! };
      };
      const log = numbers(training.takeTurn({ ...first!, prepare }));
      dispose(game);
      return log;
    });
    assert.deepEqual(repeated, taped);
  });
});

suite('turns are run every time', () => {
  const always = (make: () => games.Game) => {
    const game = make();
    assert.deepEqual(asked(game, 4), [true, true, true, true]);
    dispose(game);
  };

  test('with dropout, whose masks are new in each', () => always(() => toyGan({ layers: dropping })));

  test('with a loss that is not the library’s: it may print, or change with the steps', () =>
    always(() => toyGan({ loss: { ...losses.nonSaturating, name: 'mine' } })));

  test('with a network whose apply is not its own', () => {
    const built = models.network({ name: 'd', input: [2], layers: models.mlpDiscriminator(), seed: SEED });
    always(() => toyGan({ discriminator: { ...built, apply: (x) => built.apply(x) } }));
  });

  test('by a player who was given another objective, or other networks to move', () => {
    const game = toyGan();
    const [first, second] = game.players;
    for (let turn = 0; turn < 3; turn++) numbers(training.playStep(game));
    let runs = 0;
    const objective: games.Player['objective'] = (prepared) => {
      runs++;
      return first!.objective(prepared);
    };
    for (let turn = 0; turn < 4; turn++) numbers(training.takeTurn({ ...first!, objective }));
    assert.equal(runs, 4);
    const { generator, discriminator } = game.networks;
    const both = { ...second!, networks: [generator!, discriminator!], optimiser: training.adam() };
    const before = weights(game);
    numbers(training.takeTurn(both));
    assert.notDeepEqual(weights(game)['discriminator'], before['discriminator']);
    both.optimiser.dispose();
    dispose(game);
  });
});

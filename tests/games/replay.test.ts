// A game's turns are repeated without the tape: they must give what the tape gives.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { data, losses, models, training, type games } from 'gan-lib';
import { nativeCalls } from '../ops/native-calls.ts';
import { dispose, numbers, SEED, toyGan, toyInfogan, weights } from './toys.ts';

const onTape = (game: games.Game): games.Game => ({
  ...game,
  players: game.players.map((player) => ({ ...player, replay: undefined })),
});

/** How often each player's objective is asked for in so many steps. */
function asked(game: games.Game, steps: number): number[] {
  const counts = game.players.map(() => 0);
  const players = game.players.map((player, i) => {
    const objective: typeof player.objective = (prepared) => {
      counts[i]!++;
      return player.objective(prepared);
    };
    return { ...player, objective };
  });
  for (let step = 0; step < steps; step++) numbers(training.playStep({ ...game, players }));
  return counts;
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
};

suite('turns that are repeated', () => {
  for (const [name, make] of Object.entries(GAMES)) {
    test(`of ${name}: the objective is asked for twice, and seven steps are those of the tape to the bit`, () => {
      const [repeated, taped] = [make(), onTape(make())];
      for (let step = 0; step < 7; step++) {
        assert.deepEqual(numbers(training.playStep(repeated)), numbers(training.playStep(taped)));
        assert.deepEqual(weights(repeated), weights(taped));
      }
      assert.deepEqual(asked(repeated, 4), [2, 2]); // another objective: it begins anew
      [repeated, taped].forEach(dispose);
    });
  }

  test('make the native calls that the tape makes, no more', () => {
    const [repeated, taped] = [toyGan({ layers: normalised }), onTape(toyGan({ layers: normalised }))];
    const calls = [repeated, taped].map((game) => {
      for (let step = 0; step < 3; step++) numbers(training.playStep(game));
      return nativeCalls(() => void numbers(training.playStep(game)));
    });
    assert.deepEqual(calls[0], calls[1]);
    [repeated, taped].forEach(dispose);
  });

  test('also learn of weights that came from a checkpoint', () => {
    const [one, other] = [toyGan(), toyGan()].map((game) => new training.Trainer({ game }));
    for (let step = 0; step < 4; step++) numbers(training.playStep(one!.game));
    one!.restart();
    assert.deepEqual(numbers(training.playStep(one!.game)), numbers(training.playStep(other!.game)));
    [one!, other!].forEach((trainer) => trainer.dispose());
  });

  test('are run every time with dropout, whose masks are new in each', () => {
    const game = toyGan({ layers: dropping });
    assert.deepEqual(asked(game, 5), [5, 5]);
    dispose(game);
  });

  test('are run every time with a loss that is not the library’s: it may print, or change with the steps', () => {
    const game = toyGan({ loss: { ...losses.nonSaturating, name: 'mine' } });
    assert.deepEqual(asked(game, 5), [5, 5]);
    dispose(game);
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
});

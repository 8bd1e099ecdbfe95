/** Training in a page is training here: the same losses from the same seed. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { data, games, losses, models, training } from 'gan-lib';
import { browserPage, skipWithoutBrowser } from '../plots/browser.ts';
import { FIRST, pageLibrary } from './library.ts';
import { openPlayground, situationOf } from './playground.ts';

type Preset = Parameters<typeof games.gan>[0] extends infer O ? Partial<O> : never;

/** Each game of the playground, written down as a notebook would. */
const GAMES: Record<string, () => Preset> = {
  ns: () => games.dcganPreset({ learningRate: rates }),
  minimax: () => ({ ...games.dcganPreset({ learningRate: rates }), loss: losses.minimax }),
  ls: () => ({ ...games.dcganPreset({ learningRate: rates }), loss: losses.leastSquares }),
  r1: () => ({ ...games.dcganPreset({ learningRate: rates }), penalty: losses.r1(0.1) }),
  clip: () => games.wganPreset({ learningRate: rates, clip: 0.1 }),
  gp: () => games.wganGpPreset({ learningRate: rates, gradientPenalty: 0.1 }),
};
const rates = { discriminator: FIRST.rateD, generator: FIRST.rateG };

/** The losses of the first steps, as the trainer logs them. */
async function lossesHere(name: string, steps: number): Promise<number[][]> {
  const seed = FIRST.seed;
  const network = (role: string, layers: models.Layer[]) =>
    models.network({ name: role, input: [2], layers, seed });
  const game = games.gan({
    generator: network('generator', models.mlpGenerator({ output: [2] })),
    discriminator: network('discriminator', models.mlpDiscriminator()),
    data: data.mixtureBatches(data.ring(), { batchSize: 128, seed }),
    latents: data.normalLatents({ size: 2, seed }),
    ...GAMES[name]!(),
    discriminatorUpdates: FIRST.stepsD,
  } as Parameters<typeof games.gan>[0]);
  const trainer = new training.Trainer({ game, logEvery: 1 });
  await trainer.train({ steps });
  const { discriminatorLoss, generatorLoss } = trainer.history.columns();
  trainer.dispose();
  return discriminatorLoss!.map((loss, i) => [loss, generatorLoss![i]!]);
}

/** How far losses are apart at most, relative to the greater of the loss and 1e-2. */
const furthest = (found: readonly (readonly number[])[], expected: readonly number[][]): number =>
  Math.max(
    ...expected.flatMap((row, step) =>
      row.map((loss, i) => Math.abs(found[step]![i]! - loss) / Math.max(1e-2, Math.abs(loss))),
    ),
  );

suite('training in a page', () => {
  // The critic's last bias has a gradient of 0 but for rounding, of which an optimiser without momentum makes steps of either sign:
  // a critic's generator loss is that of training here up to a constant.
  for (const game of Object.keys(GAMES)) {
    test(`has the losses of training here: ${game}`, async () => {
      const expected = await lossesHere(game, 6);
      const library = await pageLibrary();
      const { losses: rows } = library.services.playground()({
        settings: { ...FIRST, game },
        play: { who: 'both', count: 6, milliseconds: 1e9 },
      });
      assert.equal(library.tf.getBackend(), 'cpu');
      const compared = (row: readonly number[]) => row.slice(0, ['clip', 'gp'].includes(game) ? 1 : 2);
      const found = rows.map(([, d, g]) => compared([d, g]));
      // RMSProp with an epsilon of 1e-16 makes full steps of the smallest gradients, rounding included.
      assert.ok(furthest(found, expected.map(compared)) < (game === 'clip' ? 1e-3 : 1e-4));
      assert.ok(new Set(expected.flat()).size > 6, 'a game that stands still shows nothing');
    });
  }

  test('has other losses from another seed', async () => {
    const expected = await lossesHere('ns', 3);
    const library = await pageLibrary();
    const { losses: rows } = library.services.playground()({
      settings: { ...FIRST, seed: 2 },
      play: { who: 'both', count: 3, milliseconds: 1e9 },
    });
    assert.ok(
      furthest(
        rows.map(([, d, g]) => [d, g]),
        expected,
      ) > 1e-4,
    );
  });

  test('leaves no tensor behind, updates whom it is told to, and goes on under other rates', async () => {
    const { services, tf } = await pageLibrary();
    const session = services.playground();
    const play = (who: string, settings = FIRST) =>
      session({ settings, play: { who, count: 1, milliseconds: 0 }, judge: true });
    const first = session({ settings: FIRST });
    const afterD = play('D');
    assert.deepEqual(afterD.generated, first.generated);
    assert.notDeepEqual(afterD.surface, first.surface);
    assert.ok(Number.isNaN(afterD.losses[0]![2]));
    const afterG = play('G');
    assert.deepEqual(afterG.surface, afterD.surface);
    assert.notDeepEqual(afterG.generated, afterD.generated);
    const { numTensors } = tf.memory();
    play('both');
    const faster = play('both', { ...FIRST, rateD: 5e-3, game: 'minimax' });
    assert.equal(tf.memory().numTensors, numTensors);
    assert.deepEqual([faster.step, faster.diverged], [4, false]);
    const again = session({ settings: FIRST, restart: true });
    assert.deepEqual([again.step, again.generated], [0, first.generated]);
  });

  test('goes where the generator’s loss falls: its arrows are minus the gradient', async () => {
    const { services } = await pageLibrary();
    const { arrows, generated } = services.playground()({
      settings: FIRST,
      play: { who: 'D', count: 30, milliseconds: 1e9 },
    });
    const along = [...arrows].reduce((sum, slope, i) => sum + slope * generated[i]!, 0);
    assert.ok(along > 0, 'a D that has seen the ring pulls outwards what lies within it');
  });

  test('says that it has diverged', async () => {
    const { services } = await pageLibrary();
    const { diverged, losses: rows } = services.playground()({
      settings: { ...FIRST, game: 'ls', rateD: 1e20, rateG: 1e20 },
      play: { who: 'both', count: 20, milliseconds: 1e9 },
    });
    assert.equal(diverged, true);
    assert.ok(rows.length < 20);
  });
});

suite('training in a browser', skipWithoutBrowser, () => {
  test('has the first hundred losses of training here, in a worker', async () => {
    const expected = await lossesHere('ns', 100);
    await using browser = await browserPage();
    const { page, errors, foreign } = browser;
    await openPlayground(page);
    const { backend, inWorker, rows } = await page.evaluate(
      async ({ settings }) => {
        interface Library {
          source: string;
          connect(
            name: string,
            tools: object,
          ): Promise<{
            backend: string;
            inWorker: boolean;
            ask(request: object): Promise<{ losses: number[][] }>;
          }>;
        }
        const { ganLibraries } = globalThis as unknown as {
          ganLibraries: Record<string, { library: Promise<Library> }>;
        };
        const library = await Object.values(ganLibraries)[0]!.library;
        const connection = await library.connect('playground', library);
        const play = { who: 'both', count: 100, milliseconds: 1e9 };
        const { losses: rows } = await connection.ask({ settings, play });
        return { backend: connection.backend, inWorker: connection.inWorker, rows };
      },
      { settings: FIRST },
    );
    assert.deepEqual([backend, inWorker], ['wasm', true]);
    assert.ok(
      furthest(
        rows.map(([, d, g]) => [d!, g!]),
        expected,
      ) < 1e-4,
    );
    assert.deepEqual([errors, foreign], [[], []]);
  });

  test('repeats a situation that an address holds', async () => {
    await using browser = await browserPage();
    const { page } = browser;
    await openPlayground(page, '#play=minimax,0.002,0.0005,2,1,6,3:d5.b10;ns,0.001,0.0003,1,1,6,3:b3');
    const first = await situationOf(page);
    assert.equal(first.step, '18');
    await page.locator('[data-do=link]').click();
    await page.getByText('now holds this situation').waitFor();
    const address = page.url();
    assert.match(address, /#play=minimax,0\.002,0\.0005,2,1,6,3:d5\.b10;ns,0\.001,0\.0003,1,1,6,3:b3$/);
    await page.goto('about:blank');
    await page.goto(address);
    await page.locator('.gan-playground[data-state=ready]').waitFor();
    assert.deepEqual(await situationOf(page), first);
  });
});

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { training } from 'gan-lib';
import { toyGan, weights } from '../games/toys.ts';
import { agree, lossesOf, recipes } from './recipes.ts';

const { Trainer } = training;

/** A trainer, disposed at the end of the test. */
function trainerOf(
  t: { after(f: () => void): void },
  options: Partial<training.TrainerOptions> = {},
): training.Trainer {
  const trainer = new Trainer({ game: toyGan(), logEvery: 1, ...options });
  t.after(() => trainer.dispose());
  return trainer;
}

suite('training', () => {
  test('plays as many steps as were asked for and says so', async (t) => {
    const trainer = trainerOf(t);
    const outcome = await trainer.train({ steps: 4 });
    assert.deepEqual(outcome, { step: 4, steps: 4, interrupted: false, message: '4 steps done' });
    assert.equal(trainer.step, 4);
    assert.ok(trainer.seconds > 0);
  });

  test('counts steps from the very first: a rerun goes on, or has nothing left to do', async (t) => {
    const trainer = trainerOf(t);
    await trainer.train({ steps: 3 });
    const kept = weights(trainer.game);
    assert.equal((await trainer.train({ steps: 3 })).step, 3);
    assert.equal((await trainer.train({ steps: 2 })).interrupted, false);
    assert.deepEqual(weights(trainer.game), kept);
    await trainer.train({ steps: 5 });
    assert.deepEqual(trainer.history.columns()['step'], [1, 2, 3, 4, 5]);
  });

  test('in two pieces is training in one', async (t) => {
    const recipe = recipes['a GAN with dropout, batch normalisation and Adam'];
    const [whole, pieces] = [1, 1].map((seed) => trainerOf(t, { game: recipe(seed) }));
    await whole!.train({ steps: 12 });
    await pieces!.train({ steps: 5 });
    await pieces!.train({ steps: 12 });
    agree(lossesOf(pieces!.history), lossesOf(whole!.history));
  });

  test('logs step, seconds and every loss each so many steps, and tells the observer', async (t) => {
    const trainer = trainerOf(t, { logEvery: 3 });
    const seen: training.Progress[] = [];
    const finished: training.Outcome[] = [];
    const observer = {
      update: (progress: training.Progress) => void seen.push(progress),
      finish: (outcome: training.Outcome) => void finished.push(outcome),
    };
    const outcome = await trainer.train({ steps: 7, observer });
    const columns = trainer.history.columns();
    assert.deepEqual(Object.keys(columns), ['step', 'seconds', 'discriminatorLoss', 'generatorLoss']);
    assert.deepEqual(columns['step'], [3, 6]);
    assert.ok(columns['seconds']![0]! > 0 && columns['seconds']![1]! > columns['seconds']![0]!);
    assert.deepEqual(
      seen.map(({ step, steps, row }) => ({ step, steps, row })),
      trainer.history.toRows().map((row) => ({ step: row['step'], steps: 7, row })),
    );
    assert.deepEqual(finished, [outcome]);
  });

  test('tells the observer what hooks measured, also at steps that are not logged otherwise', async (t) => {
    const seen: training.Row[] = [];
    const observer = {
      update: ({ row }: training.Progress) => void seen.push(row),
      finish: () => undefined,
    };
    const hook = { every: 2, run: (trainer: training.Trainer) => ({ quality: 10 * trainer.step }) };
    await trainerOf(t, { logEvery: 4 }).train({ steps: 4, hooks: [hook], observer });
    assert.deepEqual(
      seen.map((row) => [row['step'], row['quality']]),
      [
        [2, 20],
        [4, 40],
      ],
    );
    assert.ok(Number.isFinite(seen[1]!['discriminatorLoss']));
  });

  test('frees what it makes', async (t) => {
    const trainer = trainerOf(t);
    await trainer.train({ steps: 2 });
    const before = tf.memory().numTensors;
    await trainer.train({ steps: 20 });
    assert.equal(tf.memory().numTensors, before);
  });

  test('dispose() frees networks and slots', async () => {
    const before = tf.memory().numTensors;
    const trainer = new Trainer({ game: toyGan() });
    await trainer.train({ steps: 2 });
    assert.ok(tf.memory().numTensors > before);
    trainer.dispose();
    assert.equal(tf.memory().numTensors, before);
  });

  test('refuses what is no number of steps, before anything is done', async (t) => {
    const trainer = trainerOf(t);
    const message = (name: string, least: number, got: number) => ({
      name: 'RangeError',
      message: `${name}: a whole number of at least ${least} is allowed, got ${got}`,
    });
    await assert.rejects(trainer.train({ steps: -1 }), message('steps', 0, -1));
    await assert.rejects(trainer.train({ steps: 2.5 }), message('steps', 0, 2.5));
    await assert.rejects(trainer.train({ steps: NaN }), message('steps', 0, NaN));
    const hooks = [{ every: 0, run: () => undefined }];
    await assert.rejects(trainer.train({ steps: 1, hooks }), message('every', 1, 0));
    assert.throws(() => new Trainer({ game: trainer.game, logEvery: 0 }), message('logEvery', 1, 0));
    assert.equal(trainer.step, 0);
  });
});

suite('hooks', () => {
  const noting = (every: number, steps: number[]): training.Hook => ({
    every,
    run: (trainer) => void steps.push(trainer.step),
  });

  test('run before the first step, after each step that they divide, and after the last', async (t) => {
    const trainer = trainerOf(t);
    const [threes, fours]: number[][] = [[], []];
    await trainer.train({ steps: 10, hooks: [noting(3, threes!), noting(4, fours!)] });
    assert.deepEqual(threes, [0, 3, 6, 9, 10]);
    assert.deepEqual(fours, [0, 4, 8, 10]);
    // Going on: no second start, no second 10.
    await trainer.train({ steps: 13, hooks: [noting(3, threes)] });
    assert.deepEqual(threes, [0, 3, 6, 9, 10, 12, 13]);
    await trainer.train({ steps: 13, hooks: [noting(3, threes)] });
    assert.deepEqual(threes, [0, 3, 6, 9, 10, 12, 13]);
  });

  test('run in their order, each awaited; what they return is added to the row of the step', async (t) => {
    const trainer = trainerOf(t, { logEvery: 2 });
    const order: string[] = [];
    const hook = (name: string, every: number): training.Hook => ({
      every,
      async run({ step, history }) {
        order.push(`${name} begins`);
        await new Promise((resolve) => setTimeout(resolve, 5));
        if (step % 2 === 0 && step > 0) assert.equal(history.last()!['step'], step); // losses are there by then
        order.push(`${name} ends`);
        return { [name]: step * 10 };
      },
    });
    await trainer.train({ steps: 4, hooks: [hook('first', 3), hook('second', 3)] });
    assert.deepEqual(order.slice(0, 4), ['first begins', 'first ends', 'second begins', 'second ends']);
    const { step, first, second, generatorLoss } = trainer.history.columns();
    assert.deepEqual(step, [0, 2, 3, 4]);
    assert.deepEqual(first, [0, NaN, 30, 40]);
    assert.deepEqual(second, first);
    assert.deepEqual(generatorLoss!.map(Number.isFinite), [false, true, false, true]);
  });

  test('that fail end training with their error, and it can go on', async (t) => {
    const trainer = trainerOf(t);
    const failing: training.Hook = {
      every: 3,
      run({ step }) {
        if (step === 3) throw new Error('the disk is full');
      },
    };
    await assert.rejects(trainer.train({ steps: 5, hooks: [failing] }), { message: 'the disk is full' });
    assert.equal(trainer.step, 3);
    assert.equal((await trainer.train({ steps: 5 })).step, 5);
  });

  test('the time that they take is not counted as training', async (t) => {
    const trainer = trainerOf(t);
    const slow = { every: 1, run: () => new Promise<void>((resolve) => setTimeout(resolve, 200)) };
    const begun = performance.now();
    await trainer.train({ steps: 5, hooks: [slow] });
    const passed = (performance.now() - begun) / 1000;
    assert.ok(passed >= 1.1 && trainer.seconds < passed - 1.1, `${trainer.seconds} of ${passed} s`);
  });
});

suite('restart', () => {
  for (const [name, recipe] of Object.entries(recipes)) {
    test(`gives the very same run as the first: ${name}`, async (t) => {
      const trainer = trainerOf(t, { game: recipe(3) });
      await trainer.train({ steps: 8 });
      const first = lossesOf(trainer.history);
      await trainer.train({ steps: 10 });
      const steps: number[] = [];
      const hooks = [{ every: 5, run: ({ step }: training.Trainer) => void steps.push(step) }];
      await trainer.train({ steps: 8, restart: true, hooks });
      agree(lossesOf(trainer.history), first);
      assert.equal(trainer.step, 8);
      assert.deepEqual(steps, [0, 5, 8]);
    });
  }
});

suite('estimate', () => {
  test('says about how long training takes', async (t) => {
    const trainer = trainerOf(t);
    await trainer.train({ steps: 50 }); // warm
    const estimate = await trainer.estimate(250, 40);
    const begun = trainer.seconds;
    await trainer.train({ steps: 250 });
    const taken = trainer.seconds - begun;
    assert.ok(estimate > taken / 4 && estimate < taken * 4, `${estimate} s estimated, ${taken} s taken`);
  });

  test('in proportion to the steps that are left', async (t) => {
    const trainer = trainerOf(t);
    assert.equal(await trainer.estimate(0), 0);
    await trainer.train({ steps: 10 });
    assert.equal(await trainer.estimate(10), 0);
    assert.equal(await trainer.estimate(5), 0);
    assert.ok((await trainer.estimate(10_000_000)) > 1000);
  });

  test('changes nothing: training afterwards is training without it, its first hook included', async (t) => {
    const recipe = recipes['a GAN with dropout, batch normalisation and Adam'];
    const [plain, estimated] = [1, 1].map((seed) => trainerOf(t, { game: recipe(seed) }));
    await plain!.train({ steps: 10 });
    await estimated!.estimate(10);
    assert.deepEqual([estimated!.step, estimated!.seconds, estimated!.history.length], [0, 0, 0]);
    const steps: number[] = [];
    const hooks = [{ every: 5, run: ({ step }: training.Trainer) => void steps.push(step) }];
    await estimated!.train({ steps: 5, hooks });
    await estimated!.estimate(10);
    await estimated!.train({ steps: 10, hooks });
    agree(lossesOf(estimated!.history), lossesOf(plain!.history));
    assert.deepEqual(steps, [0, 5, 10]);
  });
});

suite('an interrupt (in a script, Ctrl-C)', () => {
  const interruptAt = (at: number): training.Hook => ({
    every: 1,
    run({ step }) {
      if (step === at) process.kill(process.pid, 'SIGINT');
    },
  });

  test('ends training at a step, says at which, and a rerun gives what an uninterrupted run gives', async (t) => {
    const recipe = recipes['WGAN with clipping, RMSProp, dropout and batch normalisation'];
    const [whole, stopped] = [1, 1].map((seed) => trainerOf(t, { game: recipe(seed) }));
    const steps = 100;
    await whole!.train({ steps });
    const finished: training.Outcome[] = [];
    const observer = {
      update: () => undefined,
      finish: (outcome: training.Outcome) => void finished.push(outcome),
    };
    const outcome = await stopped!.train({ steps, hooks: [interruptAt(5)], observer });
    assert.ok(outcome.interrupted);
    assert.ok(outcome.step >= 5 && outcome.step < steps, `at ${outcome.step}`);
    assert.equal(stopped!.step, outcome.step);
    assert.equal(stopped!.history.length, outcome.step);
    assert.equal(
      outcome.message,
      `stopped at step ${outcome.step} of 100; run this cell again to go on, or train with restart: true to begin anew`,
    );
    assert.deepEqual(finished, [outcome]);
    assert.equal((await stopped!.train({ steps })).interrupted, false);
    agree(lossesOf(stopped!.history), lossesOf(whole!.history));
  });

  test('of two trainings at once the second is refused, and the first goes on', async (t) => {
    const [first, second] = [trainerOf(t), trainerOf(t)];
    const running = first.train({ steps: 300 });
    await assert.rejects(second.train({ steps: 300 }), /other work is still running/);
    assert.equal(second.step, 0);
    assert.equal((await running).step, 300);
  });
});

suite('a step written out in a notebook', () => {
  test('minimise() moves the networks given, returns the loss before, and leaves nothing else behind', (t) => {
    const game = toyGan();
    const trainer = trainerOf(t, { game });
    assert.equal(trainer.step, 0);
    const discriminator = game.networks['discriminator']!;
    const x = tf.tensor2d([[1, 0], [0, 1]]); // prettier-ignore
    const optimiser = training.sgd({ learningRate: 0.1 });
    const loss = () => tf.mean<tf.Scalar>(tf.square(discriminator.apply(x)));
    const before = tf.tidy(() => loss().dataSync()[0]!);
    training.minimise([discriminator], optimiser, loss).dispose();
    const tensors = tf.memory().numTensors;
    const value = training.minimise([discriminator], optimiser, loss);
    assert.equal(tf.memory().numTensors, tensors + 1);
    assert.ok(value.dataSync()[0]! < before);
    value.dispose();
    optimiser.dispose();
    x.dispose();
  });
});

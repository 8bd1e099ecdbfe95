// ■ while a DCGAN trains in the real kernel, by real signals.
import assert from 'node:assert/strict';
import { before, suite, test } from 'node:test';
import { ours, run, stream, type Session } from '../tslab/kernel.ts';

const prepare = `
import { data, games, losses, models, training } from 'gan-lib';

const pictures: data.ImageSet = {
  name: 'stripes', count: 200, shape: [28, 28, 1],
  pixels: Uint8Array.from({ length: 200 * 784 }, (_, i) => (i * 37) % 256), labels: new Uint8Array(200),
};
const network = (name: string, input: number[], layers: models.Layer[]) => models.network({ name, input, layers, seed: 1 });
const trainer = new training.Trainer({
  logEvery: 1,
  game: games.gan({
    generator: network('generator', [16], models.dcganGenerator({ filters: 16 })),
    discriminator: network('discriminator', [28, 28, 1], models.dcganDiscriminator({ filters: 16 })),
    loss: losses.nonSaturating,
    data: data.imageBatches(pictures, { batchSize: 64, seed: 1 }),
    latents: data.normalLatents({ size: 16, seed: 1 }),
    optimisers: { generator: training.adam(), discriminator: training.adam() },
  }),
});
const ends: number[] = []; // of each step, in milliseconds
const hooks: training.Hook[] = [{
  every: 1,
  run({ step }) {
    ends.push(Date.now());
    if (step > 0 && step % 3 === 0) console.log('reached', step);
  },
}];
await trainer.train({ steps: 2, hooks });
const firstLosses = trainer.history.columns().generatorLoss;
const report = () => console.log(JSON.stringify({ step: trainer.step, ends, steps: trainer.history.columns().step }));`;

/** The cell that a reader runs, and runs again. */
const train = `
const outcome = await trainer.train({ steps: 100_000, hooks });
console.log(outcome.message);
console.log(JSON.stringify(outcome));`;

interface Report {
  readonly step: number;
  readonly ends: readonly number[];
  readonly steps: readonly number[];
}

interface Outcome {
  readonly step: number;
  readonly interrupted: boolean;
}

suite('■ while a DCGAN trains in the kernel', () => {
  let session: Session;
  const report = (cell: number) => JSON.parse(stream(session.cells[cell], 'stdout')) as Report;
  const outcome = (cell: number) =>
    JSON.parse(stream(session.cells[cell], 'stdout').trim().split('\n').at(-1)!) as Outcome;

  before(async () => {
    session = await run(ours, [
      prepare,
      { execute: train }, // 1
      { until: 'reached' },
      { sleep: 0.5 },
      { interrupt: true },
      { until: 'stopped at step' },
      { settle: true },
      'report()', // 2
      { sleep: 1 },
      'report()', // 3
      { execute: train }, // 4: twice in a row
      { until: 'reached' },
      { until: 'reached' },
      { interrupt: true },
      { interrupt: true },
      { settle: true },
      'report()', // 5
      // 6: before the first await of the training, in the cell's own synchronous stretch
      {
        execute: `console.log('busy'); { const end = Date.now() + 4000; while (Date.now() < end); } ${train}`,
      },
      { sleep: 1.5 },
      { interrupt: true },
      { settle: true },
      { sleep: 1 },
      'report()', // 7
      'console.log((await trainer.train({ steps: 2, restart: true })).message); report();', // 8
      'console.log(JSON.stringify(trainer.history.columns().generatorLoss) === JSON.stringify(firstLosses));', // 9
    ]);
  });

  test('every cell but the one that was broken off before it trained succeeds, and the kernel lives', () => {
    assert.equal(session.alive, true);
    assert.deepEqual(
      session.cells.map(({ reply }) => reply.status),
      ['ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'error', 'ok', 'ok', 'ok'],
      JSON.stringify(session.cells.map(({ reply, messages }) => reply.status === 'ok' || [reply, messages])),
    );
  });

  test('training stops at a step boundary, within a second, and says where and how it goes on', () => {
    const { step, interrupted } = outcome(1);
    assert.equal(interrupted, true);
    assert.ok(step > 3 && step < 1000);
    assert.ok(
      stream(session.cells[1], 'stdout').includes(
        `stopped at step ${step} of 100000; run this cell again to go on, or train with restart: true to begin anew\n`,
      ),
    );
    // Everything is kept, and of the same step.
    const kept = report(2);
    assert.equal(kept.step, step);
    assert.deepEqual(
      kept.steps,
      Array.from({ length: step }, (_, i) => i + 1),
    );
    // From step 3, of which the client heard, to the last: the client's half second, and a second to stop.
    const passed = kept.ends.at(-1)! - kept.ends[3]!;
    assert.ok(passed < 1500, `${passed} ms`);
  });

  test('nothing goes on in the background', () => {
    assert.deepEqual(report(3), report(2));
  });

  test('running the cell again goes on from there; ■ twice in a row does what ■ does', () => {
    const [first, second] = [outcome(1), outcome(4)];
    assert.equal(second.interrupted, true);
    assert.ok(second.step >= first.step + 3);
    const { step, steps } = report(5);
    assert.equal(step, second.step);
    assert.deepEqual(
      steps,
      Array.from({ length: step }, (_, i) => i + 1),
    );
  });

  test('■ before the training has begun: it does not begin', () => {
    assert.deepEqual(report(7), report(5));
  });

  test('restart: true begins anew, with the very same losses', () => {
    const said = stream(session.cells[8], 'stdout').split('\n');
    assert.equal(said[0], '2 steps done');
    assert.deepEqual((JSON.parse(said[1]!) as Report).steps, [1, 2]);
    assert.equal(stream(session.cells[9], 'stdout'), 'true\n');
  });
});

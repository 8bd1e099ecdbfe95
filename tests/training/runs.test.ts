import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, suite, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { training } from 'gan-lib';
import pl from 'nodejs-polars';
import { toyGan } from '../games/toys.ts';

const root = mkdtempSync(join(tmpdir(), 'runs ä '));
after(() => rmSync(root, { recursive: true }));

/** Trains a few steps and keeps the run. */
async function keep(runs: training.Runs, settings: Record<string, unknown>): Promise<training.KeptRun> {
  const trainer = new training.Trainer({ game: toyGan(), logEvery: 1, settings });
  await trainer.train({ steps: 4, hooks: [{ every: 2, run: ({ step }) => ({ metric: step / 2 }) }] });
  const run = runs.keep(trainer);
  trainer.dispose();
  await setTimeout(2); // the next one is kept later
  return run;
}

suite('kept runs', () => {
  test('of a notebook that has none', () => {
    const runs = new training.Runs('00-none', root);
    assert.deepEqual(runs.list(), []);
    assert.equal(runs.latest(), undefined);
    assert.throws(() => runs.get('any'), {
      message: `${join(root, '00-none')}: there is no run any; there are none`,
    });
  });

  test('hold settings, step, time and history, and are listed in the order in which they were kept', async () => {
    const runs = new training.Runs('01-test', root);
    const first = await keep(runs, { learningRate: 1e-3, seed: 1, loss: 'minimax' });
    const second = await keep(runs, { learningRate: 1e-4, seed: 1, filters: 8 });
    assert.deepEqual(
      runs.list().map(({ id }) => id),
      [first.id, second.id],
    );
    assert.equal(runs.latest()!.id, second.id);
    const again = new training.Runs('01-test', root).get(first.id);
    assert.deepEqual(again.settings, { learningRate: 1e-3, seed: 1, loss: 'minimax' });
    assert.equal(again.step, 4);
    assert.ok(again.seconds > 0);
    assert.deepEqual(again.columns()['step'], [0, 1, 2, 3, 4]);
    assert.deepEqual(again.columns()['metric'], [0, NaN, 1, NaN, 2]);
    assert.equal(again.columns()['generatorLoss']!.filter(Number.isFinite).length, 4);
    assert.equal(again.frame().height, 5);
    assert.deepEqual(runs.compare(first.id, second.id), [
      { name: 'learningRate', before: 1e-3, after: 1e-4 },
      { name: 'loss', before: 'minimax', after: undefined },
      { name: 'filters', before: undefined, after: 8 },
    ]);
    // A run is a folder with a Parquet file that any tool reads.
    const parquet = pl.readParquet(join(root, '01-test', first.id, 'history.parquet'));
    assert.deepEqual(parquet.getColumn('metric').toArray(), [0, null, 1, null, 2]);

    runs.delete(first.id);
    assert.deepEqual(readdirSync(join(root, '01-test')), [second.id]);
    const message = `${join(root, '01-test')}: there is no run ${first.id}; there are ${second.id}`;
    assert.throws(() => runs.get(first.id), { message });
    assert.throws(() => runs.delete(first.id), { message });
    assert.throws(() => runs.delete('..'), /there is no run \.\.;/);
    assert.equal(runs.list().length, 1);
  });

  test('stand beside the one kept before, the newer named by what was changed', async () => {
    const runs = new training.Runs('04-test', root);
    const names = (run: training.KeptRun) => runs.withPrevious(run).map(({ name }) => name);
    const first = await keep(runs, { rate: 1, seed: 1 });
    const second = await keep(runs, { rate: 2, seed: 1 });
    const third = await keep(runs, { rate: 2, seed: 1 });
    assert.deepEqual(names(first), ['this run']);
    assert.deepEqual(names(second), ['previous run', 'rate 1 → 2']);
    assert.deepEqual(names(third), ['previous run', 'this run, same settings']);
    const [older, newer] = runs.withPrevious(second);
    assert.deepEqual(older!.history, first.columns());
    assert.deepEqual(newer!.history, second.columns());
  });

  test('of one notebook are not those of another', async () => {
    await keep(new training.Runs('02-test', root), {});
    assert.deepEqual(new training.Runs('03-test', root).list(), []);
  });
});

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { agree, lossesOf, type Logged } from './recipes.ts';
import { crashing } from './crashing.ts';
import { start } from './processes.ts';

suite('kill −9', () => {
  const folder = mkdtempSync(join(tmpdir(), 'crash-'));
  const file = join(folder, 'latest.safetensors');
  after(() => rmSync(folder, { recursive: true }));

  let whole: Logged;
  before(async () => {
    const trainer = crashing();
    await trainer.train({ steps: 3 });
    whole = lossesOf(trainer.history);
    trainer.dispose();
  });

  /** Loads the file and trains on; it must be exactly what the uninterrupted run is. */
  async function recover(): Promise<number> {
    const trainer = crashing();
    trainer.load(file);
    const { step } = trainer;
    if (step < 3) {
      await trainer.train({ steps: 3 });
      agree(lossesOf(trainer.history), whole);
    }
    trainer.save(file); // what is left behind is not in the way
    trainer.dispose();
    return step;
  }

  for (const [point, step] of [
    ['before anything is written', 1],
    ['when half is written', 1],
    ['when all is written', 1],
    ['before it is put in its place', 1],
    ['after it was put in its place', 2],
  ] as const) {
    test(`${point}: the checkpoint of step ${step} is there and whole`, async () => {
      const child = start('crash.ts', [file, point]);
      const [code, signal] = await once(child, 'exit');
      assert.deepEqual([code, signal], [null, 'SIGKILL']);
      assert.equal(await recover(), step);
    });
  }

  test('at any time: a checkpoint is there and whole', async () => {
    for (const delay of [90, 210, 330]) {
      const child = start('crash.ts', [file, 'outside']);
      const exited = once(child, 'exit');
      assert.deepEqual(await once(child, 'message'), ['saved', undefined]);
      await setTimeout(delay);
      child.kill('SIGKILL');
      await exited;
      assert.ok((await recover()) >= 1);
    }
    assert.ok(readdirSync(folder).includes('latest.safetensors'));
  });
});

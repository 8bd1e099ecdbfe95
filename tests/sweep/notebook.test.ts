import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { experiment } from '../../tools/sweep/experiment.ts';

const notebook = fileURLToPath(new URL('counting.ipynb', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'notebook-'));
after(() => rmSync(folder, { recursive: true }));

test('a notebook’s settings are those of its configuration cell, checked without running it', async () => {
  const { settings } = await experiment(notebook);
  assert.deepEqual({ ...settings({ seed: 3 }) }, { seed: 3, by: 2 });
  assert.throws(() => settings({ bye: 3 }), /there is no setting "bye" \(nearest: by\)/);
  assert.throws(() => settings({ by: 11 }), /setting by: '11' .* from 1 to 10/);
});

test('a notebook’s row is what it published, under the settings given', async () => {
  const { run } = await experiment(notebook);
  assert.deepEqual(await run({ seed: 3, by: 4 }, folder), [{ count: 12, half: 1.5, word: 'done' }]);
});

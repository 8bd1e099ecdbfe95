/** A lesson brought back, and what somebody had made of it. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { replaceKeeping } from '../../tools/workshop/reset.ts';
import { temporaryFolder } from '../setup/temporary.ts';

test('a lesson that was changed is kept beside the one that comes back, however often', (t) => {
  const folder = temporaryFolder(t);
  const path = join(folder, '02-lesson.ipynb');
  const [original, now] = [Buffer.from('as it was'), new Date('2026-03-01T12:34:56Z')];
  assert.equal(replaceKeeping(path, original, now), undefined);
  assert.equal(replaceKeeping(path, original, now), undefined);
  for (const mine of ['mine', 'mine again']) {
    writeFileSync(path, mine);
    const kept = replaceKeeping(path, original, now);
    assert.equal(readFileSync(kept!, 'utf8'), mine);
    assert.equal(readFileSync(path, 'utf8'), 'as it was');
  }
  assert.deepEqual(readdirSync(folder).sort(), ['02-lesson.ipynb', 'kept']);
  assert.deepEqual(readdirSync(join(folder, 'kept')).sort(), [
    '02-lesson 2026-03-01 12-34 (2).ipynb',
    '02-lesson 2026-03-01 12-34.ipynb',
  ]);
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { play } from './sessions.ts';

test('20 random sequences of run, ■, save, edit, start over and lose the process end in the numbers of an undisturbed run', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sessions-'));
  await play(folder, 20);
  rmSync(folder, { recursive: true });
});

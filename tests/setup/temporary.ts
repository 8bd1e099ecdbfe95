/** A folder for one test. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

/** Makes a folder whose name holds what a path may hold, and removes it when the test has ended. */
export function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'gan nötebooks '));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * JupyterLab lets the saved pages of a notebook run if it was signed on this machine; of any other it shows only what can do
 * no harm, until somebody runs its cells. Lessons that are as they were committed are signed when it starts.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from '../setup/files.mjs';
import { isCommitted } from './committed.ts';

export interface Places {
  /** The clone. */
  readonly root: string;
  readonly python: string;
  /** Where Jupyter keeps its key and its signatures. */
  readonly data: string;
}

/**
 * Signs the committed ones of these notebooks; what somebody has edited or added is left as it is. Those that were signed
 * before cost no time.
 */
export function signCommitted(paths: readonly string[], { root, python, data }: Places): void {
  const list = join(data, 'signed-lessons.txt');
  const before = existsSync(list) ? readFileSync(list, 'utf8').split('\n') : [];
  const own = paths.filter((path) => isCommitted(root, path));
  const missing = own.filter((path) => !before.includes(checksum(path)));
  if (missing.length === 0) return;
  mkdirSync(data, { recursive: true });
  const { status } = spawnSync(python, ['-m', 'nbformat.sign', ...missing], {
    env: { ...process.env, JUPYTER_DATA_DIR: data },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status === 0) replaceFile(list, own.map(checksum).join('\n'));
}

const checksum = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

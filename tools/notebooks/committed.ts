/** What git has of a file. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

/**
 * A file of the commit that is checked out.
 *
 * @param root the clone
 * @returns undefined if git does not have it there, or if there is no git
 */
export function committed(root: string, path: string): Buffer | undefined {
  try {
    return execFileSync('git', ['show', `HEAD:./${relative(root, path)}`], {
      cwd: root,
      maxBuffer: 2 ** 28,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return undefined;
  }
}

/** Whether a file is, byte for byte, the one that is committed. */
export const isCommitted = (root: string, path: string): boolean =>
  committed(root, path)?.equals(readFileSync(path)) ?? false;

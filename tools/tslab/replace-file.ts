import { renameSync, writeFileSync } from 'node:fs';

/** Writes a file so that whoever reads it at the same time finds either what it held before or all of what it holds now. */
export function replaceFile(path: string, contents: string): void {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, contents);
  renameSync(draft, path);
}

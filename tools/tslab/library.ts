/** Keeps lib/dist up to date with lib/src. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, mkdirSync, readdirSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { replaceFile } from '../setup/files.mjs';
import { project } from '../setup/project.mjs';

/**
 * Compiles `lib` if a source is newer than the last compilation. What compiled before stays as it is if it does not
 * compile now. Several processes may do this at once: each file is replaced as a whole, by the same contents.
 *
 * @returns the compiler's complaints, one a line; empty if there are none. Where others have made this folder, and it is only read
 * here, nothing is compiled, and that is the complaint.
 */
export function compileLibrary({ root }: { readonly root: string } = project()): string {
  const lib = join(root, 'lib');
  const dist = join(lib, 'dist');
  const complaints = join(dist, '.complaints');
  const sources = [join(root, 'tsconfig.json'), join(lib, 'tsconfig.json'), join(lib, 'src')];
  if (Math.max(...sources.map(lastChange)) < lastChange(complaints)) return readFileSync(complaints, 'utf8');

  if (!mayWrite(lib))
    return 'it has changed since it was compiled, and only the owner of this folder may compile it';
  const start = new Date();
  const compiler = fileURLToPath(new URL('compiler.ts', import.meta.url));
  const { stdout, stderr, status } = spawnSync(process.execPath, [compiler, lib], { encoding: 'utf8' });
  if (status === null || stderr !== '') return `the compiler failed: ${stderr}`;
  mkdirSync(dist, { recursive: true });
  replaceFile(complaints, stdout);
  utimesSync(complaints, start, start);
  return stdout;
}

function mayWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** When the newest file of a folder, or the file, was changed; when something was added or removed counts too. */
function lastChange(path: string): number {
  const status = statSync(path, { throwIfNoEntry: false });
  if (!status) return -Infinity;
  const children = status.isDirectory() ? readdirSync(path).map((name) => lastChange(join(path, name))) : [];
  return Math.max(status.mtimeMs, ...children);
}

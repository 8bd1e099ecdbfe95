/** Files and folders that are written as a whole or not at all, whatever happens meanwhile. */
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * Writes a file next to its place, and only when it is safely on disk puts it there.
 *
 * @throws Error naming the file and why it could not be written; what was there before is there still
 */
export function replaceFile(file: string, bytes: Uint8Array): void {
  put(file, `${basename(file)}.`, (draft) => {
    const descriptor = openSync(draft, 'w');
    try {
      for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  });
}

/**
 * Makes a folder next to its place, and puts it there when it is complete. Its draft is hidden.
 *
 * @throws Error naming the folder and why it could not be made
 */
export function makeFolder(folder: string, fill: (draft: string) => void): void {
  put(folder, '.', (draft) => {
    mkdirSync(draft);
    fill(draft);
  });
}

/** @param prefix what names of drafts begin with, before the number of the process that makes them */
function put(place: string, prefix: string, make: (draft: string) => void): void {
  const folder = dirname(place);
  const draft = join(folder, `${prefix}${process.pid}.partial`);
  try {
    mkdirSync(folder, { recursive: true });
    sweep(folder, prefix);
    make(draft);
    renameSync(draft, place);
  } catch (error) {
    remove(draft);
    const { message } = error as Error;
    throw new Error(`${place} could not be written; nothing has changed: ${message}`, { cause: error });
  }
}

/** Removes what processes that were killed have left. */
function sweep(folder: string, prefix: string): void {
  for (const name of readdirSync(folder)) {
    const [, pid] = /^(\d+)\.partial$/.exec(name.startsWith(prefix) ? name.slice(prefix.length) : '') ?? [];
    if (pid !== undefined && !isAlive(Number(pid))) remove(join(folder, name));
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** As far as it can be removed; what cannot is swept away another time. */
function remove(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // The disk that refuses this has refused more, and that is told.
  }
}

// Files that set-up reads and makes.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UserError } from './user-error.mjs';

/**
 * A short name for what goes into a step: other inputs, another name.
 * @param {(string | Buffer)[]} inputs
 */
export function fingerprint(...inputs) {
  const hash = createHash('sha256');
  for (const input of inputs) hash.update(`${input.length}:`).update(input);
  return hash.digest('hex').slice(0, 16);
}

/**
 * Every file below a folder, with its content, in a fixed order.
 * @param {string} folder
 */
export function contents(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .filter((path) => statSync(join(folder, path)).isFile())
    .flatMap((path) => [path, readFileSync(join(folder, path))]);
}

/**
 * Makes a file or folder beside its place and puts it there in one move, so that its place never holds half of it.
 * @param {string} place
 * @param {(draft: string) => Promise<void>} make
 */
export async function replace(place, make) {
  const draft = `${place}.new`;
  remove(draft);
  try {
    await make(draft);
    // A move replaces a file, but no folder.
    if (statSync(draft).isDirectory()) remove(place);
    renameSync(draft, place);
  } catch (error) {
    tidy(draft);
    throw error;
  }
}

/**
 * Writes a file beside its place and puts it there in one move: who reads it, at whatever time, finds what it held before or
 * all of what it holds now. Several processes may do so at once.
 * @param {string} file
 * @param {string | Uint8Array} contents
 * @throws {UserError} naming the file and why it could not be written; what it held before is still there
 */
export function replaceFile(file, contents) {
  const draft = `${file}.${process.pid}.partial`;
  try {
    leftovers(file).forEach(remove);
    writeFileSync(draft, contents);
    renameSync(draft, file);
  } catch (error) {
    tidy(draft);
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw new UserError(`${file} could not be written and is as it was before: ${error.message}`);
  }
}

/**
 * What processes that were killed have left of this file.
 * @param {string} file
 */
function leftovers(file) {
  return readdirSync(dirname(file)).flatMap((name) => {
    const pid = name.startsWith(`${basename(file)}.`) && /\.(\d+)\.partial$/.exec(name)?.[1];
    return pid && !isAlive(Number(pid)) ? [join(dirname(file), name)] : [];
  });
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * Removes a draft that came to nothing; what stops that, too, is not what the user has to know.
 * @param {string} draft
 */
function tidy(draft) {
  try {
    remove(draft);
  } catch {
    // It is swept away the next time.
  }
}

/**
 * @template T
 * @param {string} file JSON of that type
 * @returns {T}
 */
export function readJson(file) {
  return /** @type {T} */ (JSON.parse(readFileSync(file, 'utf8')));
}

/** @param {string} path file or folder, there or not */
export function remove(path) {
  rmSync(path, { recursive: true, force: true, maxRetries: 5 });
}

/**
 * Space that is left for us on a folder's disk.
 * @param {string} folder
 * @returns {number} MB
 */
export function freeSpace(folder) {
  const { bavail, bsize } = statfsSync(folder);
  return Math.floor((bavail * bsize) / 1e6);
}

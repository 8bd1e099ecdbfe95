// Files that set-up reads and makes.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';

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
  await make(draft);
  remove(place);
  renameSync(draft, place);
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

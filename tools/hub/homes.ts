/** The homes of a class, for whoever is root: notebooks are put into them, and copies taken out (homes.py). */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { UserError } from '../setup/user-error.mjs';

const HOMES = fileURLToPath(new URL('homes.py', import.meta.url));

/** What was found in a home, or why nothing was. */
export type Answer<T> = { readonly found: T } | { readonly error: string };

/** A notebook as somebody has saved it. Nothing of it can be trusted to be well-formed. */
export interface SavedNotebook {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly saved: number;
  readonly text: string;
}

/**
 * Puts the notebooks of some folders into homes; what somebody has is left as it is.
 *
 * @param python of the hub
 * @returns for each name the notebooks that were not there before
 */
export function putIntoHomes(
  python: string,
  names: readonly string[],
  given: { readonly folders: readonly string[]; readonly modules: string },
): Map<string, Answer<string[]>> {
  return inHomes(python, 'put', names, given);
}

/**
 * A notebook out of each home.
 *
 * @param name with its ending; by default the one that was saved last
 * @returns for each name a notebook, or null where there is none
 */
export function getFromHomes(
  python: string,
  names: readonly string[],
  name?: string,
): Map<string, Answer<SavedNotebook | null>> {
  return inHomes(python, 'get', names, { name: name ?? null });
}

function inHomes<T>(
  python: string,
  verb: 'put' | 'get',
  names: readonly string[],
  given: object,
): Map<string, Answer<T>> {
  if (process.getuid?.() !== 0) throw new UserError('Only root may do this: sudo npm run hub …');
  const { status, stdout, stderr } = spawnSync(python, [HOMES, verb], {
    input: JSON.stringify({ names, given }),
    encoding: 'utf8',
    maxBuffer: 2 ** 31,
  });
  if (status !== 0) throw new Error(`homes.py failed: ${stderr}`);
  return new Map(Object.entries(JSON.parse(stdout) as Record<string, Answer<T>>));
}

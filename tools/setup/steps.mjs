// Set-up is a list of steps. A step is done if its stamp names what it would be made from today and what it made
// is still there; the stamp goes before a step begins and comes when it has ended, so a step that was killed is
// simply not done, and the next set-up begins it again.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { freeSpace, remove, replace } from './files.mjs';
import { lock } from './lock.mjs';
import { UserError } from './user-error.mjs';
import { progress } from './progress.mjs';
import { shell } from './shell.mjs';

/** @typedef {import('./project.mjs').Project} Project */

/**
 * @typedef {object} Step
 * @property {string} id names its stamp and its log
 * @property {string} title what the user reads
 * @property {{ download: number, disk: number }} needs MB: fetched when no cache has it, and occupied at the most
 * @property {(project: Project) => string} key fingerprint of all that its result depends on
 * @property {(project: Project) => string[]} makes paths that exist once it is done
 * @property {(project: Project) => void} [check] throws a UserError if the machine lacks what it needs
 * @property {(project: Project, sh: import('./shell.mjs').Shell) => Promise<void>} run whatever state it finds
 */

/** @param {Project} project @param {Step} step */
const stamp = (project, step) => join(project.setup, 'stamps', step.id);

/** @param {Project} project @param {Step} step */
const log = (project, step) => join(project.setup, 'logs', `${step.id}.log`);

/**
 * @param {Project} project
 * @param {Step} step
 */
export function isDone(project, step) {
  const file = stamp(project, step);
  return (
    existsSync(file) &&
    step.makes(project).every((path) => existsSync(path)) &&
    readFileSync(file, 'utf8') === step.key(project)
  );
}

/**
 * Runs the steps that are not done, in order. Silent when there are none.
 * @param {Project} project
 * @param {Step[]} steps
 * @param {{ out?: NodeJS.WritableStream & { isTTY?: boolean }, free?: (folder: string) => number }} [options]
 *   where to report progress; free disk space in MB
 * @throws {UserError} what stopped it; the same call then goes on from there
 */
export async function setUp(project, steps, { out = process.stderr, free = freeSpace } = {}) {
  const findMissing = () => steps.filter((step) => !isDone(project, step));
  if (findMissing().length === 0) return;
  const show = progress(out);
  const unlock = await lock(project.root, () =>
    show.say('Another command is setting up this folder: waiting for it.'),
  );
  try {
    // A step may take along what a later one has made: npm replaces its folder, and the addon in it is gone.
    for (let missing = findMissing(); missing.length > 0; missing = findMissing()) {
      checkSpace(missing, free(project.root));
      for (const step of missing) step.check?.(project);
      for (const [index, step] of missing.entries()) {
        await show.step(`[${index + 1}/${missing.length}] ${step.title}${size(step)}`, () =>
          perform(project, step),
        );
      }
    }
  } finally {
    unlock();
  }
}

/** @param {Step} step */
function size({ needs: { download, disk } }) {
  const parts = [download && `${download} MB to download`, disk && `${disk} MB on disk`].filter(Boolean);
  return parts.length > 0 ? ` (${parts.join(', ')})` : '';
}

/**
 * @param {Step[]} steps
 * @param {number} free MB
 */
export function checkSpace(steps, free) {
  const needed = steps.reduce((sum, { needs }) => sum + needs.disk, 0);
  if (needed > free) {
    throw new UserError(
      `Set-up needs ${needed} MB of disk space and ${free} MB are free: free some, then run the same command again.`,
    );
  }
}

/**
 * @param {Project} project
 * @param {Step} step
 */
async function perform(project, step) {
  remove(stamp(project, step));
  for (const file of [stamp(project, step), log(project, step)])
    mkdirSync(dirname(file), { recursive: true });
  writeFileSync(log(project, step), '');
  try {
    await step.run(project, shell(log(project, step)));
    const absent = step.makes(project).find((path) => !existsSync(path));
    if (absent !== undefined) throw new UserError(`${relative(project.root, absent)} was not made`);
  } catch (error) {
    if (!(error instanceof UserError || (error instanceof Error && 'syscall' in error))) throw error;
    throw new UserError(
      `Set-up stopped at "${step.title}": ${error.message}. The same command goes on from here. Log: ${relative(project.root, log(project, step))}`,
    );
  }
  await replace(stamp(project, step), async (draft) => writeFileSync(draft, step.key(project)));
}

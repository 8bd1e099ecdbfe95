/** What a teacher does with a class, with files: hand out, collect, see who is at which cell. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { notebookName } from '../report/notebook.ts';
import { UserError } from '../setup/user-error.mjs';
import { replaceKeeping } from '../workshop/reset.ts';
import { getFromHomes, putIntoHomes, type Answer } from './homes.ts';
import { progressText } from './progress.ts';

export interface Classroom {
  /** The hub's. */
  readonly python: string;
  readonly names: readonly string[];
  /** What everybody gets: the lessons, and the folder to which `handOut` adds. Those that are not there yet have nothing. */
  readonly folders: readonly [lessons: string, more: string];
  /** Where cells find gan-lib. */
  readonly modules: string;
}

/**
 * Puts notebooks into all homes, now and at the first login of those who have none yet. What somebody has of that name is left
 * as it is.
 *
 * @returns what to say, a line a person
 */
export function handOut(room: Classroom, files: readonly string[]): string[] {
  const more = room.folders[1];
  for (const file of files) {
    if (!/^[\w-][\w .-]*\.ipynb$/.test(basename(file)))
      throw new UserError(`${file} is not named like a notebook: letters, digits, spaces and .ipynb`);
    if (!existsSync(file)) throw new UserError(`${file} is not there`);
  }
  mkdirSync(more, { recursive: true, mode: 0o700 });
  for (const file of files) cpSync(file, join(more, basename(file)), { preserveTimestamps: true });
  const answers = putIntoHomes(room.python, room.names, { folders: room.folders, modules: room.modules });
  return lines(answers, (found) => (found.length > 0 ? `got ${found.join(', ')}` : 'has it already'));
}

/**
 * Copies everybody's notebooks into `out`, as `<name>/<lesson>/<lesson>.ipynb`, where nbgrader looks for what was submitted. One
 * that was collected before and differs is kept beside the new one.
 *
 * @returns what to say, a line a person
 */
export function collect(room: Classroom, lessons: readonly string[], out: string): string[] {
  const all = [...originals(room).keys()].map((file) => basename(file, '.ipynb'));
  return lessons.flatMap((wanted) => {
    const lesson = notebookName(all, wanted);
    const answers = getFromHomes(room.python, room.names, `${lesson}.ipynb`);
    const where = (name: string): string => join(out, name, lesson, `${lesson}.ipynb`);
    return lines(answers, (found, name) => {
      if (found === null) return `has no ${lesson}`;
      mkdirSync(dirname(where(name)), { recursive: true, mode: 0o700 });
      replaceKeeping(where(name), Buffer.from(found.text));
      return `→ ${relative('', where(name))}`;
    });
  });
}

/** @returns a line a person: which cell of which notebook they have come to */
export const progress = (room: Classroom): string =>
  progressText(getFromHomes(room.python, room.names), originals(room));

/** What was handed out, by the names of the files. */
function originals({ folders }: Classroom): Map<string, string> {
  const files = folders.filter(existsSync).flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.ipynb'))
      .sort()
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const),
  );
  return new Map(files);
}

function lines<T>(
  answers: ReadonlyMap<string, Answer<T>>,
  say: (found: T, name: string) => string,
): string[] {
  return [...answers].map(
    ([name, answer]) => `${name}  ${'found' in answer ? say(answer.found, name) : answer.error}`,
  );
}

/** The options of `npm run hub`. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { UserError } from '../setup/user-error.mjs';
import { SPAWNERS, spawnerHere, type Spawner } from './spawner.ts';

const USAGE =
  'npm run hub -- --class names.txt [--port N] [--notebooks FOLDER] [--homes FOLDER] [--state FOLDER] [--megabytes N] [--spawner processes|systemd] [--check | --progress | --hand-out FILE … | --collect LESSON … [--out FOLDER]]';

export interface HubOptions {
  /** A name a line; `name teacher` for who may see who is there. */
  readonly class: string;
  /** Of the hub; the two above it are used as well. */
  readonly port: number;
  /** What is handed out; by default the students' versions, if they are made, or the lessons. */
  readonly notebooks: string | undefined;
  /** Where the accounts' homes are made. */
  readonly homes: string;
  /** Where passwords, tokens and what is collected are kept, for root alone; by default the project's folder `hub`. */
  readonly state: string | undefined;
  /** Memory a person, where it can be limited. */
  readonly megabytes: number;
  /** How servers are started; by default by systemd where it runs. */
  readonly spawner: Spawner;
  readonly task: Task;
}

/** What is to be done. */
export type Task =
  | { readonly do: 'run' }
  /** Only says what would fail. */
  | { readonly do: 'check' }
  /** Says who is at which cell. */
  | { readonly do: 'progress' }
  /** Puts notebooks into all homes. */
  | { readonly do: 'hand-out'; readonly files: readonly string[] }
  /** Copies everybody's notebooks of some lessons into a folder. */
  | { readonly do: 'collect'; readonly lessons: readonly string[]; readonly out: string | undefined };

export interface Person {
  readonly name: string;
  readonly teacher: boolean;
}

/** @throws UserError that says how it is done. */
export function hubOptions(args: readonly string[], env: NodeJS.ProcessEnv): HubOptions {
  const here = (path: string): string => resolve(env['INIT_CWD'] ?? '', path);
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: {
        class: { type: 'string' },
        port: { type: 'string', default: '8000' },
        notebooks: { type: 'string' },
        homes: { type: 'string', default: '/home' }, // where useradd would make them
        state: { type: 'string' },
        megabytes: { type: 'string', default: '2000' },
        spawner: { type: 'string', default: spawnerHere() },
        check: { type: 'boolean', default: false },
        progress: { type: 'boolean', default: false },
        'hand-out': { type: 'string', multiple: true },
        collect: { type: 'string', multiple: true },
        out: { type: 'string' },
      },
      allowPositionals: true,
    });
    if (values.class === undefined) throw new Error('a class is needed');
    return {
      class: here(values.class),
      port: whole('port', values.port, 1024, 65_533),
      notebooks: values.notebooks === undefined ? undefined : here(values.notebooks),
      homes: here(values.homes),
      state: values.state === undefined ? undefined : here(values.state),
      megabytes: whole('megabytes', values.megabytes, 500, 1_000_000),
      spawner: spawnerNamed(values.spawner),
      task: taskOf(values, positionals, here),
    };
  } catch (error) {
    throw new UserError(`${(error as Error).message.split('. ')[0] ?? ''}: ${USAGE}`);
  }
}

interface TaskValues {
  readonly check: boolean;
  readonly progress: boolean;
  readonly 'hand-out'?: string[];
  readonly collect?: string[];
  readonly out?: string;
}

/** @param more further files, or lessons, after the first */
function taskOf(
  { check, progress, 'hand-out': handOut, collect, out }: TaskValues,
  more: readonly string[],
  here: (path: string) => string,
): Task {
  const tasks: Task[] = [];
  if (check) tasks.push({ do: 'check' });
  if (progress) tasks.push({ do: 'progress' });
  if (handOut) tasks.push({ do: 'hand-out', files: [...handOut, ...more].map(here) });
  if (collect)
    tasks.push({ do: 'collect', lessons: [...collect, ...more], out: out === undefined ? out : here(out) });
  if (tasks.length > 1)
    throw new Error(`--${tasks.map((task) => task.do).join(' and --')} are two things to do`);
  const task = tasks[0] ?? { do: 'run' };
  if (more.length > 0 && !handOut && !collect) throw new Error(`${more[0]} belongs to no option`);
  if (out !== undefined && !collect) throw new Error('--out is for --collect');
  return task;
}

function spawnerNamed(name: string): Spawner {
  const spawner = SPAWNERS.find((known) => known === name);
  if (!spawner) throw new Error(`--spawner ${name} is none of ${SPAWNERS.join(', ')}`);
  return spawner;
}

function whole(name: string, text: string, low: number, high: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < low || value > high)
    throw new Error(`--${name} ${text} is not an integer from ${low} to ${high}`);
  return value;
}

/**
 * The people of a class.
 *
 * @throws UserError naming the first line that is none.
 */
export function readClass(text: string): Person[] {
  const people = text
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter(Boolean)
    .map((line) => {
      const [, name, teacher] = /^([a-z][a-z0-9-]{0,20})( +teacher)?$/.exec(line) ?? [];
      if (name === undefined)
        throw new UserError(`"${line}" is no name: a to z, 0 to 9 and -, at most 21, a letter first.`);
      return { name, teacher: teacher !== undefined };
    });
  const twice = people.find(({ name }, i) => people.findIndex((other) => other.name === name) < i);
  if (twice) throw new UserError(`There are two ${twice.name}s in the class: names must differ.`);
  if (people.length === 0) throw new UserError('There is nobody in the class.');
  return people;
}

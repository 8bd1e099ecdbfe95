/** The options of `npm run hub`. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { UserError } from '../setup/user-error.mjs';

const USAGE =
  'npm run hub -- --class names.txt [--port N] [--notebooks FOLDER] [--homes FOLDER] [--state FOLDER] [--megabytes N] [--check]';

export interface HubOptions {
  /** A name a line; `name teacher` for who may see who is there. */
  readonly class: string;
  /** Of the hub; the two above it are used as well. */
  readonly port: number;
  /** What is handed out; by default the students' versions, if they are made, or the lessons. */
  readonly notebooks: string | undefined;
  /** Where the accounts' homes are made. */
  readonly homes: string;
  /** Where passwords and tokens are kept, for root alone; by default the project's folder `hub`. */
  readonly state: string | undefined;
  /** Memory a person, where it can be limited. */
  readonly megabytes: number;
  /** Only says what would fail. */
  readonly check: boolean;
}

export interface Person {
  readonly name: string;
  readonly teacher: boolean;
}

/** @throws UserError that says how it is done. */
export function hubOptions(args: readonly string[], env: NodeJS.ProcessEnv): HubOptions {
  const here = (path: string): string => resolve(env['INIT_CWD'] ?? '', path);
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        class: { type: 'string' },
        port: { type: 'string', default: '8000' },
        notebooks: { type: 'string' },
        homes: { type: 'string', default: '/home' }, // where useradd would make them
        state: { type: 'string' },
        megabytes: { type: 'string', default: '2000' },
        check: { type: 'boolean', default: false },
      },
    });
    if (values.class === undefined) throw new Error('a class is needed');
    return {
      class: here(values.class),
      port: whole('port', values.port, 1024, 65_533),
      notebooks: values.notebooks === undefined ? undefined : here(values.notebooks),
      homes: here(values.homes),
      state: values.state === undefined ? undefined : here(values.state),
      megabytes: whole('megabytes', values.megabytes, 500, 1_000_000),
      check: values.check,
    };
  } catch (error) {
    throw new UserError(`${(error as Error).message.split('. ')[0] ?? ''}: ${USAGE}`);
  }
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

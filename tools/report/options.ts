/** The options of `npm run report`. */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { UserError } from '../setup/user-error.mjs';
import type { Overrides } from './settings.ts';

const USAGE =
  'npm run report -- [01 02 …] [--set name=value …] [--out FOLDER] [--no-execute | --save] [--lang zh] [--all], or --compare RUN RUN [--out FOLDER]';

export interface ReportOptions {
  /** Names of notebooks; none means all. */
  readonly notebooks: readonly string[];
  readonly overrides: Overrides;
  /** The folder that the reports go to. */
  readonly out: string;
  /** Otherwise the saved outputs are taken. */
  readonly execute: boolean;
  /** The notebooks themselves get the new outputs. */
  readonly save: boolean;
  /** All notebooks, and a page that leads to their reports. */
  readonly all: boolean;
  /** The language of the pages, if it is not English. */
  readonly language: string | undefined;
  /** Two reports, or executed notebooks, to be compared instead. */
  readonly compare: readonly [before: string, after: string] | undefined;
}

/**
 * Reads the options. One `--set` may be followed by several `name=value`; paths count from where the user stands.
 *
 * @throws UserError that says how it is done.
 */
export function reportOptions(args: readonly string[], env: NodeJS.ProcessEnv, root: string): ReportOptions {
  // Without a `--` before them npm takes the options for its own and leaves us `name=value` alone, or not even that.
  const kept = ['out', 'execute', 'save', 'all', 'lang', 'compare'].some(
    (name) => env[`npm_config_${name}`] !== undefined,
  );
  if (kept || !['true', undefined].includes(env['npm_config_set'])) {
    throw new UserError(`npm kept an option for itself; options go after a --: ${USAGE}`);
  }
  const here = env['INIT_CWD'] ?? '';
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: {
        set: { type: 'string', multiple: true },
        out: { type: 'string' },
        'no-execute': { type: 'boolean', default: false },
        save: { type: 'boolean', default: false },
        all: { type: 'boolean', default: false },
        lang: { type: 'string' },
        compare: { type: 'boolean', default: false },
      },
      allowPositionals: true,
    });
    const { compare, all, save, lang } = values;
    const settings = [...(values.set ?? []), ...positionals.filter((word) => !compare && word.includes('='))];
    const names = positionals.filter((word) => compare || !word.includes('='));
    if (compare && (names.length !== 2 || settings.length > 0 || all || save || lang || values['no-execute']))
      throw new Error('--compare takes two runs and no other option than --out');
    if (all && names.length > 0) throw new Error('--all takes no names of notebooks');
    if (values['no-execute'] && settings.length > 0)
      throw new Error('--set has no effect on outputs that are saved, with --no-execute');
    if (save && (values['no-execute'] || settings.length > 0))
      throw new Error(
        '--save is for what a notebook puts out as it is written, without --set and --no-execute',
      );
    if (save && lang !== undefined) throw new Error('--save is for the notebook itself, which is in English');
    return {
      notebooks: compare ? [] : names,
      overrides: Object.fromEntries(settings.map(setting)),
      out: values.out === undefined ? join(root, 'reports') : resolve(here, values.out),
      execute: !values['no-execute'],
      save,
      all,
      language: lang === 'en' ? undefined : lang,
      compare: compare ? [resolve(here, names[0]!), resolve(here, names[1]!)] : undefined,
    };
  } catch (error) {
    throw new UserError(`${(error as Error).message.split('. ')[0] ?? ''}: ${USAGE}`);
  }
}

function setting(text: string): [name: string, value: string] {
  const [, name, value] = /^(\w+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new Error(`--set ${text} is not name=value`);
  return [name, value];
}

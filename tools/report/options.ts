/** The options of `npm run report`. */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Problem } from '../setup/problem.mjs';
import type { Overrides } from './settings.ts';

const USAGE = 'npm run report -- [01 02 …] [--set name=value …] [--out FOLDER]';

export interface ReportOptions {
  /** Names of notebooks; none means all. */
  readonly notebooks: readonly string[];
  readonly overrides: Overrides;
  /** The folder that the reports go to. */
  readonly out: string;
}

/**
 * Reads the options. One `--set` may be followed by several `name=value`; FOLDER counts from where the user stands.
 *
 * @throws Problem that says how it is done.
 */
export function reportOptions(args: readonly string[], env: NodeJS.ProcessEnv, root: string): ReportOptions {
  // Without a `--` before them npm takes the options for its own and leaves us `name=value` alone, or not even that.
  if (env['npm_config_out'] !== undefined || !['true', undefined].includes(env['npm_config_set'])) {
    throw new Problem(`npm kept an option for itself; options go after a --: ${USAGE}`);
  }
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { set: { type: 'string', multiple: true }, out: { type: 'string' } },
      allowPositionals: true,
    });
    const settings = [...(values.set ?? []), ...positionals.filter((word) => word.includes('='))];
    return {
      notebooks: positionals.filter((word) => !word.includes('=')),
      overrides: Object.fromEntries(settings.map(setting)),
      out: values.out === undefined ? join(root, 'reports') : resolve(env['INIT_CWD'] ?? '', values.out),
    };
  } catch (error) {
    throw new Problem(`${(error as Error).message.split('. ')[0] ?? ''}: ${USAGE}`);
  }
}

function setting(text: string): [name: string, value: string] {
  const [, name, value] = /^(\w+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new Error(`--set ${text} is not name=value`);
  return [name, value];
}

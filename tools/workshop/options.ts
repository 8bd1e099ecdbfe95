/** The options of `npm run workshop`. */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { UserError } from '../setup/user-error.mjs';

const USAGE = 'npm run workshop -- [01 02 …] [--out FOLDER | --plan | --check]';

export interface WorkshopOptions {
  /** Names of lessons; none means all. */
  readonly lessons: readonly string[];
  /** The folder that versions and slides go to. */
  readonly out: string;
  /** Only prints how long it all takes. */
  readonly plan: boolean;
  /** Only executes the solutions. */
  readonly check: boolean;
}

/** @throws UserError that says how it is done. */
export function workshopOptions(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  root: string,
): WorkshopOptions {
  if (['out', 'plan', 'check'].some((name) => env[`npm_config_${name}`] !== undefined))
    throw new UserError(`npm kept an option for itself; options go after a --: ${USAGE}`);
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: {
        out: { type: 'string' },
        plan: { type: 'boolean', default: false },
        check: { type: 'boolean', default: false },
      },
      allowPositionals: true,
    });
    const out =
      values.out === undefined ? join(root, 'workshop') : resolve(env['INIT_CWD'] ?? '', values.out);
    return { lessons: positionals, out, plan: values.plan, check: values.check };
  } catch (error) {
    throw new UserError(`${(error as Error).message.split('. ')[0] ?? ''}: ${USAGE}`);
  }
}

/** The options of `npm start`. */
import { parseArgs } from 'node:util';

const ALLOWED = 'npm start takes --no-browser and --port N (1 to 65535), after a --';

/** What to open, and where. */
export interface StartOptions {
  readonly browser: boolean;
  readonly port: number | undefined;
}

/**
 * Reads the options from where npm leaves them: after `--` it hands them on; without it, it keeps them for itself
 * and tells us by the environment (`--no-browser`, `--port=N`), or hands on the number of `--port N` alone.
 *
 * @returns the options, or one line that says what is wrong with them
 */
export function startOptions(args: string[], env: NodeJS.ProcessEnv): StartOptions | string {
  try {
    const { values, positionals } = parseArgs({
      args,
      options: { 'no-browser': { type: 'boolean' }, port: { type: 'string' } },
      allowPositionals: true,
    });
    const port = values.port ?? positionals[0] ?? numeral(env['npm_config_port']);
    if (positionals.length > 1 || (port !== undefined && !isPort(port)))
      return `${args.join(' ')}: ${ALLOWED}.`;
    return {
      browser: !values['no-browser'] && !['', 'true'].includes(env['npm_config_browser'] ?? 'unset'),
      port: port === undefined ? undefined : Number(port),
    };
  } catch (error) {
    return `${(error as Error).message.split('. ')[0]}: ${ALLOWED}.`;
  }
}

const numeral = (text: string | undefined) => (text !== undefined && /^\d+$/.test(text) ? text : undefined);

const isPort = (text: string) => /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= 65535;

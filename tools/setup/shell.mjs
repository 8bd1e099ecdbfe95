// Programs that a step runs, written to the step's log.

import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { diagnosis, UserError } from './user-error.mjs';

const SUPERVISE = fileURLToPath(new URL('supervise.mjs', import.meta.url));

/**
 * @callback Shell
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<void>} when the program has ended well
 */

/**
 * @param {string} log file that the programs' output is appended to
 * @returns {Shell} throws a UserError with the diagnosis when a program fails; no program outlives this process
 */
export function shell(log) {
  return async (program, args, { cwd, env } = {}) => {
    const file = openSync(log, 'a');
    const child = spawn(process.execPath, [SUPERVISE, program, ...args], {
      ...(cwd !== undefined && { cwd }),
      ...(env !== undefined && { env }),
      stdio: ['pipe', file, file],
      detached: true,
    });
    closeSync(file);
    /** @type {number | null} */
    const code = await new Promise((resolve, reject) => child.on('error', reject).on('exit', resolve));
    if (code !== 0) throw new UserError(diagnosis(readFileSync(log, 'utf8')));
  };
}

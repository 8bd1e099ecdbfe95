// Running a program in our place.

import { spawn } from 'node:child_process';

/**
 * Runs a program whose input, output, signals and exit code are ours.
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<number>} its exit code
 */
export function inherit(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, stdio: 'inherit' });
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
    for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP']))
      process.on(signal, () => child.kill(signal));
    // A terminal sends Ctrl-C to the child as well; any other sender does not.
    process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  });
}

// A command: set up what is missing, then run tools/commands/<command>.ts with the project's Node.

import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { environment } from './environment.mjs';
import { project } from './project.mjs';

/**
 * @param {string[]} args the command's name and its arguments
 * @returns {Promise<void>} when the command has ended; its exit code is ours
 */
export async function main([command, ...args]) {
  const here = project();
  const commands = readdirSync(join(here.root, 'tools', 'commands')).flatMap((file) =>
    file.endsWith('.ts') ? [file.slice(0, -3)] : [],
  );
  if (command === undefined || !commands.includes(command)) {
    console.error(`Unknown command ${command}; there are: ${commands.join(', ')}.`);
    process.exitCode = 2;
    return;
  }
  process.exitCode = await inherit(here.node, [join(here.root, 'tools', 'commands', `${command}.ts`), ...args], {
    env: environment(here),
  });
}

/**
 * Runs a program in our place: its input, output, signals and exit code are ours.
 * @param {string} program
 * @param {string[]} args
 * @param {{ env: NodeJS.ProcessEnv }} options
 * @returns {Promise<number>} exit code
 */
function inherit(program, args, { env }) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'inherit', env });
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
    for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill(signal));
    // A terminal sends Ctrl-C to the child as well; any other sender does not.
    process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  });
}

// A command: set up what is missing, then run tools/commands/<command>.ts on the project's Node.

import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { doctor } from './doctor.mjs';
import { environment } from './environment.mjs';
import { Problem } from './problem.mjs';
import { project } from './project.mjs';
import { setUp } from './steps.mjs';
import { steps, testSteps } from './steps/index.mjs';

/**
 * @param {string[]} args the command's name and its arguments
 * @returns {Promise<void>} when the command has ended; its exit code is ours
 */
export async function main([command = '', ...args]) {
  const here = project();
  const folder = join(here.root, 'tools', 'commands');
  const commands = [
    'doctor',
    ...readdirSync(folder).flatMap((file) => (file.endsWith('.ts') ? [file.slice(0, -3)] : [])),
  ];
  if (!commands.includes(command)) {
    console.error(`There is no command "${command}": choose one of ${commands.join(', ')}.`);
    process.exitCode = 2;
    return;
  }
  if (command === 'doctor') {
    // It looks and changes nothing, so it has to do without what set-up makes.
    process.exitCode = await doctor(here);
    return;
  }
  try {
    await interruptible(() => setUp(here, command === 'test' ? testSteps() : steps));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    console.error(error.message);
    process.exitCode = 1;
    return;
  }
  process.exitCode = await inherit(here.node, [join(folder, `${command}.ts`), ...args], environment(here));
}

/**
 * Runs set-up so that Ctrl-C ends it with a word on how to go on.
 * @param {() => Promise<void>} work
 */
async function interruptible(work) {
  const stop = () => {
    console.error('\nSet-up was interrupted: the same command goes on from here.');
    process.exit(130);
  };
  process.on('SIGINT', stop);
  await work().finally(() => process.off('SIGINT', stop));
}

/**
 * Runs a program in our place: its input, output, signals and exit code are ours.
 * @param {string} program
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} exit code
 */
function inherit(program, args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'inherit', env });
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
    for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP']))
      process.on(signal, () => child.kill(signal));
    // A terminal sends Ctrl-C to the child as well; any other sender does not.
    process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  });
}

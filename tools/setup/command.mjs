// A command: set up what is missing, then run tools/commands/<command>.ts on the project's Node.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { doctor } from './doctor.mjs';
import { environment } from './environment.mjs';
import { readJson } from './files.mjs';
import { inherit } from './inherit.mjs';
import { UserError } from './user-error.mjs';
import { project } from './project.mjs';
import { setUp } from './steps.mjs';
import { stepsFor } from './steps/index.mjs';

/**
 * @param {string[]} args the command's name and its arguments
 * @returns {Promise<void>} when the command has ended; its exit code is ours
 */
export async function main([command = '', ...args]) {
  const here = project();
  if (command === 'doctor') {
    // It looks and changes nothing, so it has to do without what set-up makes.
    process.exitCode = doctor(here);
    return;
  }
  const commands = join(here.root, 'tools', 'commands');
  const file = join(commands, `${command}.ts`);
  if (!existsSync(file)) {
    /** @type {{ scripts: Record<string, string> }} */
    const { scripts } = readJson(join(here.root, 'package.json'));
    console.error(`There is no command "${command}": choose one of ${Object.keys(scripts).join(', ')}.`);
    process.exitCode = 2;
    return;
  }
  try {
    await interruptible(() => setUp(here, stepsFor(command, here)));
  } catch (error) {
    if (!(error instanceof UserError || (error instanceof Error && 'syscall' in error))) throw error;
    console.error(error.message);
    process.exitCode = 1;
    return;
  }
  const preload = pathToFileURL(join(commands, 'preload.ts')).href;
  process.exitCode = await inherit(here.node, ['--import', preload, file, ...args], {
    env: environment(here),
  });
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

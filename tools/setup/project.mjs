// Where everything is that set-up makes and the commands use. All of it lies inside the clone.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this clone. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

const WINDOWS = process.platform === 'win32';

/**
 * @typedef {ReturnType<typeof project>} Project
 */

/**
 * @param {string} root the clone
 */
export function project(root = ROOT) {
  const setup = join(root, '.setup');
  const runtime = join(setup, 'runtime');
  const pinned = join(runtime, 'node_modules', `node-${process.platform}-${process.arch}`);
  return {
    root,
    /** What set-up makes and no package manager has a place for. */
    setup,
    /** The folder that holds the project's own Node and npm. */
    runtime,
    /** The project's Node: the pinned one, or whatever runs this where none is pinned for the system. */
    node: existsSync(pinned) ? join(pinned, 'bin', 'node') : process.execPath,
    /** The project's npm, to be run by `node`. */
    npm: join(runtime, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    venv: join(root, '.venv'),
    python: WINDOWS ? join(root, '.venv', 'Scripts', 'python.exe') : join(root, '.venv', 'bin', 'python'),
    modules: join(root, 'node_modules'),
    tensorflow: join(setup, 'tensorflow'),
  };
}

// Where everything is that set-up makes and the commands use. All of it lies inside the clone.

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this clone. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

const WINDOWS = process.platform === 'win32';

/**
 * The Python of a virtual environment.
 * @param {string} venv
 */
export const pythonOf = (venv) =>
  WINDOWS ? join(venv, 'Scripts', 'python.exe') : join(venv, 'bin', 'python');

/** The system that this runs on. */
export const SYSTEM = `${process.platform}-${process.arch}`;

/** Systems that the project brings its own Node for (tools/setup/runtime); elsewhere the Node on PATH has to do. */
const WITH_OWN_NODE = ['linux-x64', 'linux-arm64'];

/**
 * @typedef {ReturnType<typeof project>} Project
 */

/**
 * @param {string} root the clone
 */
export function project(root = ROOT) {
  const setup = join(root, '.setup');
  const runtime = join(setup, 'runtime');
  const ownNode = WITH_OWN_NODE.includes(SYSTEM);
  return {
    root,
    /** What set-up makes and no package manager has a place for. */
    setup,
    /** The folder that holds the project's own Node and npm. */
    runtime,
    ownNode,
    /** The Node that kernel, commands and tests run on. */
    node: ownNode ? join(runtime, 'node_modules', `node-${SYSTEM}`, 'bin', 'node') : process.execPath,
    /** The project's npm, to be run by `node`. */
    npm: join(runtime, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    venv: join(root, '.venv'),
    python: pythonOf(join(root, '.venv')),
    modules: join(root, 'node_modules'),
    /** TensorFlow's two libraries and C headers: lib/ and include/. */
    tensorflow: join(setup, 'tensorflow'),
    /** tfjs-node's native half, which binds them to JavaScript. */
    addon: join(root, 'node_modules', '@tensorflow', 'tfjs-node', 'lib', 'napi-v8', 'tfjs_binding.node'),
    /** The library's own kernels for native TensorFlow. */
    kernels: join(root, 'lib', 'dist', 'ops', 'kernels', 'kernels.node'),
    chromium: join(setup, 'chromium'),
    /** What reports bring along, packed. */
    libraries: join(setup, 'report'),
    /** Templates of nbconvert. */
    templates: join(root, 'tools', 'report', 'templates'),
    /** The template of slides, which builds on that of reports, and the style sheets of reveal.js. */
    slides: join(root, 'tools', 'workshop', 'templates'),
    reveal: join(root, 'node_modules', 'reveal.js', 'dist'),
  };
}

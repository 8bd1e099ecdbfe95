// The native half of tfjs-node, compiled against the TensorFlow of the step before. One call of the compiler does
// it: node-gyp would want make, Node's headers from the vendor, and a path without spaces.

import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fingerprint, replace } from '../files.mjs';
import { UserError } from '../user-error.mjs';
import { locked } from './packages.mjs';
import { tensorflow } from './tensorflow.mjs';

const COMPILERS = ['g++', 'clang++', 'c++'];

/** @type {import('../steps.mjs').Step} */
export const addon = {
  id: 'addon',
  title: 'tfjs-node’s native addon',
  needs: { download: 0, disk: 1 },
  key: (project) => fingerprint(locked(project, '@tensorflow/tfjs-node'), tensorflow.key(project)),
  makes: (project) => [project.addon],
  check: () => void findCompiler(),
  async run(project, sh) {
    const tfjsNode = join(project.modules, '@tensorflow', 'tfjs-node');
    const binding = join(tfjsNode, 'binding');
    const libraries = join(project.tensorflow, 'lib');
    mkdirSync(dirname(project.addon), { recursive: true });
    await replace(project.addon, async (draft) => {
      await sh(findCompiler(), [
        ...['-shared', '-fPIC', '-O2', '-std=c++17', '-DNAPI_VERSION=8'],
        ...[
          join(project.tensorflow, 'include'),
          binding,
          tfjsNode,
          join(dirname(project.node), '..', 'include', 'node'),
        ].map((folder) => `-I${folder}`),
        ...readdirSync(binding).flatMap((file) => (file.endsWith('.cc') ? [join(binding, file)] : [])),
        ...['-o', draft],
        ...[`-L${libraries}`, '-l:libtensorflow_cc.so.2', '-l:libtensorflow_framework.so.2'],
        // Found relative to the addon, so the clone can be moved.
        `-Wl,-rpath,$ORIGIN/${relative(dirname(project.addon), libraries)}`,
      ]);
      await sh(project.node, ['-e', 'process.dlopen(module, process.argv[1])', draft]);
    });
  },
};

/**
 * @returns {string} the name of a C++ compiler on PATH
 * @throws {UserError} naming what to install
 */
export function findCompiler() {
  const found = COMPILERS.find((name) => spawnSync(name, ['--version']).status === 0);
  if (found === undefined) {
    throw new UserError(
      'A C++ compiler is needed and none is on PATH: sudo apt install g++ (Debian, Ubuntu) or sudo dnf install gcc-c++ (Fedora).',
    );
  }
  return found;
}

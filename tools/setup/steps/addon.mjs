// The native half of tfjs-node, compiled against the TensorFlow of the step before. One call of the compiler does
// it: node-gyp would want make, Node's headers from the vendor, and a path without spaces.

import { mkdirSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fingerprint, replace } from '../files.mjs';
import { compile } from './compiler.mjs';
import { locked } from './packages.mjs';
import { TENSORFLOW_LIBRARIES, tensorflow } from './tensorflow.mjs';

/** @type {import('../steps.mjs').Step} */
export const addon = {
  id: 'addon',
  title: 'tfjs-node’s native addon',
  needs: { download: 0, disk: 1 },
  key: (project) => fingerprint(locked(project, '@tensorflow/tfjs-node'), tensorflow.key(project)),
  makes: (project) => [project.addon],
  async run(project, sh) {
    const tfjsNode = join(project.modules, '@tensorflow', 'tfjs-node');
    const binding = join(tfjsNode, 'binding');
    const libraries = join(project.tensorflow, 'lib');
    mkdirSync(dirname(project.addon), { recursive: true });
    await replace(project.addon, async (draft) => {
      await compile(project, sh, [
        ...['-shared', '-fPIC', '-O2', '-std=c++17', '-DNAPI_VERSION=8'],
        ...[
          join(project.tensorflow, 'include'),
          binding,
          tfjsNode,
          join(dirname(project.node), '..', 'include', 'node'),
        ].map((folder) => `-I${folder}`),
        ...readdirSync(binding).flatMap((file) => (file.endsWith('.cc') ? [join(binding, file)] : [])),
        ...['-o', draft],
        ...TENSORFLOW_LIBRARIES.map((name) => join(libraries, name)),
        // Found relative to the addon, so the clone can be moved.
        `-Wl,-rpath,$ORIGIN/${relative(dirname(project.addon), libraries)}`,
      ]);
      await sh(project.node, ['-e', 'process.dlopen(module, process.argv[1])', draft]);
    });
  },
};

// The library's own kernels in C++: compiled once for each kind of processor, so that the result runs on all of them,
// and linked to the TensorFlow that they are registered with.

import { mkdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { contents, fingerprint, remove, replace } from '../files.mjs';
import { findCompiler } from './addon.mjs';
import { tensorflow } from './tensorflow.mjs';

/** Kinds of processors, each with what the compiler needs to be told of it. */
const VARIANTS = {
  baseline: [],
  ...(process.arch === 'x64' ? { avx2: ['-march=x86-64-v3'], avx512: ['-march=x86-64-v4'] } : {}),
};

const OPTIONS = ['-O3', '-std=c++17', '-fPIC', '-pthread', '-fvisibility=hidden', '-fno-math-errno'];

/** @param {import('../project.mjs').Project} project */
const sources = ({ root }) => join(root, 'lib', 'src', 'ops', 'kernels');

/** @type {import('../steps.mjs').Step} */
export const kernels = {
  id: 'kernels',
  title: 'Compile the library’s kernels',
  needs: { download: 0, disk: 1 },
  key: (project) => fingerprint(...contents(sources(project)), tensorflow.key(project)),
  makes: (project) => [project.kernels],
  check: () => void findCompiler(),
  async run(project, sh) {
    const folder = sources(project);
    const objects = join(project.setup, 'kernels');
    const libraries = join(project.tensorflow, 'lib');
    for (const made of [objects, dirname(project.kernels)]) mkdirSync(made, { recursive: true });
    for (const [variant, options] of Object.entries(VARIANTS)) {
      const files = ['-c', join(folder, 'variant.cc'), '-o', join(objects, `${variant}.o`)];
      await sh(findCompiler(), [...OPTIONS, ...options, `-DVARIANT=${variant}`, ...files]);
    }
    await replace(project.kernels, async (draft) => {
      await sh(findCompiler(), [
        ...OPTIONS,
        // Never unloaded: TensorFlow keeps what was registered, also when the thread that loaded it ends.
        ...['-shared', '-Wl,-z,nodelete', '-DNAPI_VERSION=8'],
        `-I${join(project.tensorflow, 'include')}`,
        `-I${join(dirname(project.node), '..', 'include', 'node')}`,
        ...['addon.cc', 'threads.cc'].map((file) => join(folder, file)),
        ...Object.keys(VARIANTS).map((variant) => join(objects, `${variant}.o`)),
        ...['-o', draft],
        ...[`-L${libraries}`, '-l:libtensorflow_cc.so.2', '-l:libtensorflow_framework.so.2'],
        // Found relative to the file, so the clone can be moved.
        `-Wl,-rpath,$ORIGIN/${relative(dirname(project.kernels), libraries)}`,
      ]);
      await sh(project.node, ['-e', 'process.dlopen(module, process.argv[1])', draft]);
    });
    remove(objects);
  },
};

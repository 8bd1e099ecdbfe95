// The library's own kernels in C++: compiled once for each kind of processor, so that the result runs on all of them,
// and linked to the TensorFlow that they are registered with.

import { mkdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { contents, fingerprint, remove, replace } from '../files.mjs';
import { compile } from './compiler.mjs';
import { TENSORFLOW_LIBRARIES, tensorflow } from './tensorflow.mjs';

/** Kinds of processors, each with what the compiler needs to be told of it. */
export const VARIANTS = {
  baseline: [],
  ...(process.arch === 'x64' ? { avx2: ['-march=x86-64-v3'], avx512: ['-march=x86-64-v4'] } : {}),
};

const OPTIONS = ['-O3', '-std=c++17', '-fPIC', '-pthread', '-fvisibility=hidden', '-fno-math-errno'];

/** Compiled for any processor: what TensorFlow has to know, and the threads. */
const COMMON = ['addon.cc', 'threads.cc', 'processors.cc'];

/** @param {import('../project.mjs').Project} project */
const sources = ({ root }) => join(root, 'lib', 'src', 'ops', 'kernels');

/** @type {import('../steps.mjs').Step} */
export const kernels = {
  id: 'kernels',
  title: 'Compile the library’s kernels',
  needs: { download: 0, disk: 1 },
  key: (project) => fingerprint(...contents(sources(project)), tensorflow.key(project)),
  makes: (project) => [project.kernels],
  async run(project, sh) {
    const objects = join(project.setup, 'kernels');
    mkdirSync(dirname(project.kernels), { recursive: true });
    for (const variant of Object.keys(VARIANTS)) await compileVariant(variant, objects, { project, sh });
    await replace(project.kernels, async (draft) => {
      await link(draft, objects, { project, sh });
      await sh(project.node, ['-e', 'process.dlopen(module, process.argv[1])', draft]);
    });
    remove(objects);
  },
};

/**
 * @typedef {object} Compilation
 * @property {import('../project.mjs').Project} project
 * @property {import('../shell.mjs').Shell} sh
 * @property {string} [folder] of the sources; those of the project unless told
 * @property {string[]} [options] of the compiler, behind the usual ones
 */

/**
 * Compiles the kernels for one kind of processor to `<variant>.o`.
 * @param {string} variant
 * @param {string} objects the folder
 * @param {Compilation} compilation
 */
export async function compileVariant(variant, objects, { project, sh, folder, options = [] }) {
  mkdirSync(objects, { recursive: true });
  const { [variant]: processor = [] } = /** @type {Record<string, string[]>} */ (VARIANTS);
  await compile(project, sh, [
    ...[...OPTIONS, ...processor, `-DVARIANT=${variant}`, ...options],
    ...['-c', join(folder ?? sources(project), 'variant.cc'), '-o', join(objects, `${variant}.o`)],
  ]);
}

/**
 * Compiles what is common, and links it and the compiled variants to a file that Node loads.
 * @param {string} file
 * @param {string} objects the folder of the variants
 * @param {Compilation} compilation
 */
export async function link(file, objects, { project, sh, folder, options = [] }) {
  const libraries = join(project.tensorflow, 'lib');
  await compile(project, sh, [
    ...OPTIONS,
    // Never unloaded: TensorFlow keeps what was registered, also when the thread that loaded it ends.
    ...['-shared', '-Wl,-z,nodelete', '-DNAPI_VERSION=8', ...options],
    `-I${join(project.tensorflow, 'include')}`,
    `-I${join(dirname(project.node), '..', 'include', 'node')}`,
    ...COMMON.map((source) => join(folder ?? sources(project), source)),
    ...Object.keys(VARIANTS).map((variant) => join(objects, `${variant}.o`)),
    ...['-o', file],
    ...TENSORFLOW_LIBRARIES.map((name) => join(libraries, name)),
    // Found relative to the file, so the clone can be moved.
    `-Wl,-rpath,$ORIGIN/${relative(dirname(file), libraries)}`,
  ]);
}

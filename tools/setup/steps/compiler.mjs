// The C++ compiler: the one on PATH, or else Zig's, which is clang with a C++ library in a Python package, and so can
// be had without being root.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environment } from '../environment.mjs';
import { fingerprint, replace } from '../files.mjs';
import { PIP } from './python.mjs';

const WHEEL = fileURLToPath(new URL('../zig.txt', import.meta.url));

const ON_PATH = ['g++', 'clang++', 'c++'];

/** The oldest system that TensorFlow's own wheel runs on. */
const TARGET = 'x86_64-linux-gnu.2.27';

/** @returns {string | undefined} the name of the compiler on PATH, if there is one that runs */
export const compilerOnPath = () => ON_PATH.find((name) => spawnSync(name, ['--version']).status === 0);

/** @param {import('../project.mjs').Project} project */
const zig = ({ setup }) => join(setup, 'zig', 'ziglang', 'zig');

/**
 * The command that compiles and links C++.
 * @param {import('../project.mjs').Project} project
 * @returns {[program: string, ...args: string[]]}
 */
export function compiler(project) {
  const found = compilerOnPath();
  return found !== undefined ? [found] : [zig(project), 'c++', '-target', TARGET];
}

/**
 * Compiles and links: the compiler with these arguments.
 * @param {import('../project.mjs').Project} project
 * @param {import('../shell.mjs').Shell} sh
 * @param {string[]} args
 */
export function compile(project, sh, args) {
  const [program, ...first] = compiler(project);
  // What Zig has compiled of its own libraries it would keep in the user's home.
  const env = { ...process.env, ZIG_GLOBAL_CACHE_DIR: join(project.setup, 'zig', 'cache') };
  return sh(program, [...first, ...(program === zig(project) ? args.map(inZig) : args)], { env });
}

/**
 * An argument as Zig spells it: its processors are `x86_64_v3`, not `x86-64-v3`.
 * @param {string} argument
 */
const inZig = (argument) =>
  argument.startsWith('-march=') ? `-m${argument.slice(2).replaceAll('-', '_')}` : argument;

/** @type {import('../steps.mjs').Step} */
export const zigCompiler = {
  id: 'zig',
  title: 'Zig’s C++ compiler, for want of g++ on PATH',
  needs: { download: 81, disk: 600 },
  key: () => fingerprint(readFileSync(WHEEL)),
  makes: (project) => [zig(project)],
  run: (project, sh) =>
    replace(join(project.setup, 'zig'), async (draft) => {
      const locked = ['--require-hashes', '--only-binary=:all:', '-r', WHEEL];
      await sh(project.python, [...PIP, 'install', '--target', draft, ...locked], {
        env: environment(project),
      });
    }),
};

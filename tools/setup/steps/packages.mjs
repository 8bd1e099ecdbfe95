// The npm packages, installed by the project's npm under the project's Node (which npm filters platform packages by).

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environment } from '../environment.mjs';
import { fingerprint, readJson } from '../files.mjs';
import { NPM_CI } from '../npm.mjs';
import { UserError } from '../user-error.mjs';
import { runtime } from './runtime.mjs';

/** @type {import('../steps.mjs').Step} */
export const packages = {
  id: 'packages',
  title: 'npm packages',
  needs: { download: 350, disk: 1000 },
  key: (project) => fingerprint(readFileSync(join(project.root, 'package-lock.json')), runtime.key(project)),
  makes: ({ modules }) => [join(modules, '.package-lock.json')],
  async run(project, sh) {
    // A developer who has just run `npm install` has them.
    if (areInstalled(project)) return;
    await sh(project.node, [project.npm, ...NPM_CI], { cwd: project.root, env: environment(project) });
    // Packages for one system are optional to npm: it says nothing if it could not get them.
    if (!areInstalled(project)) throw new UserError('npm could not fetch all packages: check the network');
  },
};

/**
 * The lock of one package, if it has to be installed.
 * @param {import('../project.mjs').Project} project
 * @param {string} name
 */
export const locked = ({ root }, name) =>
  JSON.stringify(lockedPackages(join(root, 'package-lock.json'))[`node_modules/${name}`]);

/**
 * npm keeps a lock of what it installed in node_modules, which it writes last: the packages are installed if all
 * that ours names for this system is in that one. (An npm under Node 20 leaves out what nodejs-polars needs.)
 * @param {import('../project.mjs').Project} project
 */
function areInstalled({ root, modules }) {
  const file = join(modules, '.package-lock.json');
  if (!existsSync(file)) return false;
  const installed = lockedPackages(file);
  return Object.entries(lockedPackages(join(root, 'package-lock.json'))).every(
    ([path, wanted]) =>
      !path.startsWith('node_modules/') ||
      !fits(wanted) ||
      (path in installed && installed[path]?.version === wanted.version),
  );
}

/**
 * Whether a package is one for this system. What is optional and for every system comes along with another optional package, or
 * not at all: sharp's WebAssembly, say, which only systems without a native sharp get.
 * @param {Locked} locked
 */
const fits = ({ optional = false, os, cpu, libc = ['glibc'] }) =>
  (!optional || os !== undefined || cpu !== undefined) &&
  (os ?? [process.platform]).includes(process.platform) &&
  (cpu ?? [process.arch]).includes(process.arch) &&
  libc.includes('glibc');

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, os?: string[], cpu?: string[], libc?: string[] }} Locked
 * @param {string} file a lock file of npm
 * @returns {Record<string, Locked>} by path
 */
function lockedPackages(file) {
  /** @type {{ packages: Record<string, Locked> }} */
  const { packages: all } = readJson(file);
  return all;
}

// The npm packages, installed by the project's npm under the project's Node (which npm filters platform packages by).

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environment } from '../environment.mjs';
import { fingerprint } from '../files.mjs';
import { NPM_CI } from '../npm.mjs';
import { runtime } from './runtime.mjs';

/** @type {import('../steps.mjs').Step} */
export const packages = {
  id: 'packages',
  title: 'npm packages',
  needs: { download: 250, disk: 760 },
  key: (project) => fingerprint(readFileSync(join(project.root, 'package-lock.json')), runtime.key(project)),
  makes: ({ modules }) => [join(modules, '.package-lock.json')],
  async run(project, sh) {
    // A developer who has just run `npm install` has them.
    if (areInstalled(project)) return;
    await sh(project.node, [project.npm, ...NPM_CI], { cwd: project.root, env: environment(project) });
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
 * npm keeps a lock of what it installed in node_modules, which it writes last: they are installed if that lock
 * says what ours says.
 * @param {import('../project.mjs').Project} project
 */
function areInstalled({ root, modules }) {
  const installed = join(modules, '.package-lock.json');
  if (!existsSync(installed)) return false;
  const found = lockedPackages(installed);
  return Object.entries(lockedPackages(join(root, 'package-lock.json'))).every(
    ([path, { version, optional }]) =>
      !path.startsWith('node_modules/') || (found[path] ? found[path].version === version : optional),
  );
}

/**
 * @param {string} file a lock file of npm
 * @returns {Record<string, { version?: string, integrity?: string, optional?: boolean }>} by path
 */
const lockedPackages = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;

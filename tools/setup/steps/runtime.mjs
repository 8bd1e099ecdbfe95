// The project's own Node and npm, from the registry's packages that hold the binaries. The npm on PATH fetches them.

import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fingerprint, replace } from '../files.mjs';
import { NPM_CI } from '../npm.mjs';
import { UserError } from '../user-error.mjs';
import { SYSTEM } from '../project.mjs';

const LOCK = fileURLToPath(new URL('../runtime', import.meta.url));

/** Runs TypeScript as it is, which the commands are written in. */
const NEEDED_NODE = 24;

/** @type {import('../steps.mjs').Step} */
export const runtime = {
  id: 'runtime',
  title: 'Node.js 24 and npm',
  needs: { download: 60, disk: 210 },
  key: ({ ownNode }) =>
    fingerprint(readFileSync(join(LOCK, 'package-lock.json')), ownNode ? '' : process.version),
  makes: ({ node, npm }) => [node, npm],
  check({ ownNode }) {
    if (!ownNode && Number(process.versions.node.split('.')[0]) < NEEDED_NODE) {
      throw new UserError(
        `On ${SYSTEM} (untested) the project runs on the Node.js on PATH, which must be ${NEEDED_NODE} or newer and is ${process.versions.node}: install a newer one.`,
      );
    }
  },
  async run(project, sh) {
    await replace(project.runtime, async (draft) => {
      mkdirSync(draft, { recursive: true });
      for (const file of ['package.json', 'package-lock.json', '.npmrc'])
        cpSync(join(LOCK, file), join(draft, file));
      const [program, ...args] = npmOnPath(process.env['npm_execpath']);
      await sh(program, [...args, ...NPM_CI], { cwd: draft });
      if (!project.ownNode) return;
      const node = join(draft, relative(project.runtime, project.node));
      // Packages for one system are optional to npm: it says nothing if it could not get them.
      if (!existsSync(node))
        throw new UserError(`npm could not fetch Node.js for ${SYSTEM}: check the network`);
      await sh(node, ['--version']);
    });
  },
};

/**
 * @param {string | undefined} running the npm that started us, if one did
 * @returns {[string, ...string[]]}
 */
function npmOnPath(running) {
  return running?.endsWith('npm-cli.js') ? [process.execPath, running] : ['npm'];
}

// What JupyterLab is told, inside the virtual environment: our kernel and no other, no news, no looking for updates.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { kernelspec } from '../../kernel/kernelspec.mjs';
import { fingerprint, remove } from '../files.mjs';
import { python } from './python.mjs';

/**
 * @param {import('../project.mjs').Project} project
 * @returns {Record<string, object>} path → content
 */
const files = (project) => ({
  [join(project.venv, 'share', 'jupyter', 'kernels', 'tslab', 'kernel.json')]: kernelspec(project),
  [join(project.venv, 'etc', 'jupyter', 'jupyter_config.json')]: {
    KernelSpecManager: { ensure_native_kernel: false, allowed_kernelspecs: ['tslab'] },
  },
  [join(project.venv, 'etc', 'jupyter', 'labconfig', 'page_config.json')]: {
    disabledExtensions: { '@jupyterlab/apputils-extension:announcements': true },
  },
});

/** @type {import('../steps.mjs').Step} */
export const jupyter = {
  id: 'jupyter',
  title: 'The TypeScript kernel for Jupyter',
  needs: { download: 0, disk: 0 },
  key: (project) => fingerprint(python.key(project), JSON.stringify(files(project))),
  makes: (project) => Object.keys(files(project)),
  async run(project) {
    remove(join(project.venv, 'share', 'jupyter', 'kernels'));
    for (const [path, content] of Object.entries(files(project))) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`);
    }
  },
};

// What JupyterLab and nbconvert are told, inside the virtual environment: our kernel and no other, no news, no looking
// for updates; a notebook is exported as a report.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { kernelspec } from '../../tslab/kernelspec.mjs';
import { fingerprint, remove } from '../files.mjs';
import { python } from './python.mjs';

/**
 * @param {import('../project.mjs').Project} project
 * @returns {Record<string, object>} path → content
 */
const files = (project) => ({
  [join(project.venv, 'share', 'jupyter', 'kernels', 'tslab', 'kernel.json')]: kernelspec(project),
  [join(project.venv, 'etc', 'jupyter', 'jupyter_server_config.json')]: {
    KernelSpecManager: { ensure_native_kernel: false, allowed_kernelspecs: ['tslab'] },
    // What is installed is locked; and there are no language servers to look for.
    LabApp: { extension_manager: 'readonly', log_level: 'WARN' },
    ServerApp: { log_level: 'WARN', jpserver_extensions: { jupyter_lsp: false } },
    ...exporter(project),
  },
  [join(project.venv, 'etc', 'jupyter', 'jupyter_nbconvert_config.json')]: exporter(project),
  [join(project.venv, 'etc', 'jupyter', 'labconfig', 'page_config.json')]: {
    disabledExtensions: { '@jupyterlab/apputils-extension:announcements': true },
  },
  // The yarn that JupyterLab brings is CommonJS, whatever the project around it says of its own files.
  [join(project.venv, 'package.json')]: { type: 'commonjs' },
});

/**
 * Our template is the one that a notebook is written as HTML with, unless another is asked for.
 * @param {import('../project.mjs').Project} project
 */
const exporter = ({ templates, libraries }) => ({
  HTMLExporter: {
    template_name: 'gan-notebooks',
    extra_template_basedirs: [templates],
    extra_template_paths: [libraries],
    embed_images: true,
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

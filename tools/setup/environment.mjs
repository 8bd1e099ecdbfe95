// The environment that commands, kernels and tests run in: the project's own programs first on PATH, and nothing
// read from or written to the user's home by Jupyter or Python.

import { delimiter, dirname, join } from 'node:path';
import { TENSORFLOW } from '../tslab/tensorflow.mjs';

/**
 * @param {import('./project.mjs').Project} project
 * @param {NodeJS.ProcessEnv} env what the user has set
 * @returns {NodeJS.ProcessEnv}
 */
export function environment({ setup, node, python, venv }, env = process.env) {
  const { JUPYTER_PATH, JUPYTER_CONFIG_PATH, PYTHONPATH, PYTHONHOME, ...inherited } = env;
  const jupyter = join(setup, 'jupyter');
  return {
    ...TENSORFLOW,
    ...inherited,
    PATH: [dirname(node), dirname(python), env['PATH']].join(delimiter),
    VIRTUAL_ENV: venv,
    PYTHONNOUSERSITE: '1',
    JUPYTER_CONFIG_DIR: join(jupyter, 'config'),
    JUPYTER_DATA_DIR: join(jupyter, 'data'),
    JUPYTER_RUNTIME_DIR: join(jupyter, 'runtime'),
    JUPYTERLAB_SETTINGS_DIR: join(jupyter, 'lab', 'settings'),
    JUPYTERLAB_WORKSPACES_DIR: join(jupyter, 'lab', 'workspaces'),
    IPYTHONDIR: join(jupyter, 'ipython'),
  };
}

/** JupyterHub and its proxy, in folders of their own, made when the first hub is started. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fingerprint, replace } from '../setup/files.mjs';
import { NPM_CI } from '../setup/npm.mjs';
import { kernelspec } from '../tslab/kernelspec.mjs';
import { pythonOf, type Project } from '../setup/project.mjs';
import type { Step } from '../setup/steps.mjs';
import { venvStep } from '../setup/steps/python.mjs';

const LOCK = fileURLToPath(new URL('proxy', import.meta.url));

const venv = ({ setup }: Project): string => join(setup, 'hub-venv');
const proxyFolder = ({ setup }: Project): string => join(setup, 'hub-proxy');

/** The Python that has JupyterHub, and everybody's server. */
export const hubPython = (project: Project): string => pythonOf(venv(project));

/** The program that hands what comes in on to everybody's server, to be run by the project's Node. */
export const proxyOf = (project: Project): string =>
  join(proxyFolder(project), 'node_modules', 'configurable-http-proxy', 'bin', 'configurable-http-proxy');

const packages = venvStep({
  id: 'hub',
  title: 'JupyterHub, for a class',
  needs: { download: 75, disk: 380 },
  folder: venv,
  packages: fileURLToPath(new URL('python.txt', import.meta.url)),
});

/** What of the project everybody's server and kernels read. */
export const sharedBy = (project: Project): string[] => [
  ...kernelspec(project).argv.slice(0, 2),
  join(project.venv, 'share', 'jupyter', 'kernels', 'tslab', 'kernel.json'),
  hubPython(project),
  join(project.root, 'tools', 'hub', 'home.py'),
  project.modules,
  join(project.root, 'lib', 'dist'),
  join(project.root, 'data'),
  project.tensorflow,
];

/** path → content: what JupyterLab is told, by its own files of settings. */
const settings = (project: Project): Record<string, object> => ({
  // The yarn that it brings is CommonJS, whatever the project around it says of its own files.
  [join(venv(project), 'package.json')]: { type: 'commonjs' },
  // `--progress` reads what is saved: soon enough, and with the times at which cells ran.
  [join(venv(project), 'etc', 'jupyter', 'labconfig', 'default_setting_overrides.json')]: {
    '@jupyterlab/docmanager-extension:plugin': { autosaveInterval: 20 },
    '@jupyterlab/notebook-extension:tracker': { recordTiming: true },
  },
});

const hub: Step = {
  ...packages,
  key: (project) => fingerprint(packages.key(project), JSON.stringify(settings(project))),
  makes: (project) => [...packages.makes(project), ...Object.keys(settings(project))],
  async run(project, sh) {
    await packages.run(project, sh);
    for (const [path, content] of Object.entries(settings(project))) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`);
    }
  },
};

const proxy: Step = {
  id: 'hub-proxy',
  title: 'The proxy of JupyterHub',
  needs: { download: 1, disk: 5 },
  key: () => fingerprint(readFileSync(join(LOCK, 'package-lock.json'))),
  makes: (project) => [proxyOf(project)],
  run: (project, sh) =>
    replace(proxyFolder(project), async (draft) => {
      mkdirSync(draft);
      for (const file of ['package.json', 'package-lock.json', '.npmrc'])
        cpSync(join(LOCK, file), join(draft, file));
      await sh(project.node, [project.npm, ...NPM_CI], { cwd: draft });
    }),
};

export const hubSteps = [hub, proxy];

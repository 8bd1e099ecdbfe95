/** PyTorch in a virtual environment of its own, made when the first benchmark is run. */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environment } from '../setup/environment.mjs';
import { fingerprint } from '../setup/files.mjs';
import type { Project } from '../setup/project.mjs';
import type { Step } from '../setup/steps.mjs';
import { findPython, PIP } from '../setup/steps/python.mjs';

const PACKAGES = fileURLToPath(new URL('python.txt', import.meta.url));

const venv = ({ setup }: Project) => join(setup, 'bench-venv');

/** The Python that has PyTorch. */
export const torchPython = (project: Project): string => join(venv(project), 'bin', 'python');

export const torchStep: Step = {
  id: 'torch',
  title: 'PyTorch, which the benchmarks compare with',
  // The registry has it with the libraries of graphics cards only, and it does not load without them.
  needs: { download: 2700, disk: 5500 },
  key: (project) =>
    fingerprint(
      readFileSync(PACKAGES),
      project.root,
      existsSync(torchPython(project)) ? realpathSync(torchPython(project)) : '',
    ),
  makes: (project) => [torchPython(project)],
  async run(project, sh) {
    const env = environment(project);
    await sh(findPython(), ['-m', 'venv', '--clear', venv(project)], { env });
    await sh(
      torchPython(project),
      [...PIP, 'install', '--require-hashes', '--only-binary=:all:', '-r', PACKAGES],
      { env },
    );
  },
};

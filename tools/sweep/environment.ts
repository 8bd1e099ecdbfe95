/** Snakemake in a virtual environment of its own, made when the first sweep is run. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environment } from '../setup/environment.mjs';
import { fingerprint } from '../setup/files.mjs';
import { Problem } from '../setup/problem.mjs';
import type { Project } from '../setup/project.mjs';
import type { Step } from '../setup/steps.mjs';
import { findPython, PIP } from '../setup/steps/python.mjs';

const PACKAGES = fileURLToPath(new URL('python.txt', import.meta.url));
const OLDEST_PYTHON = 11;

const venv = ({ setup }: Project) => join(setup, 'sweep-venv');

/** The Python that has Snakemake. */
export const sweepPython = (project: Project): string => join(venv(project), 'bin', 'python');

export const snakemakeStep: Step = {
  id: 'snakemake',
  title: 'Snakemake, which runs sweeps',
  needs: { download: 25, disk: 140 },
  key: (project) =>
    fingerprint(
      readFileSync(PACKAGES),
      project.root,
      existsSync(sweepPython(project)) ? realpathSync(sweepPython(project)) : '',
    ),
  makes: (project) => [sweepPython(project)],
  check() {
    const python = findPython();
    const { stdout } = spawnSync(python, ['-c', 'import sys; print(sys.version_info.minor)'], {
      encoding: 'utf8',
    });
    if (Number(stdout) < OLDEST_PYTHON)
      throw new Problem(
        `Sweeps need Python 3.${OLDEST_PYTHON} or newer for Snakemake, and ${python} is 3.${stdout.trim()}.`,
      );
  },
  async run(project, sh) {
    const env = environment(project);
    await sh(findPython(), ['-m', 'venv', '--clear', venv(project)], { env });
    // All that is needed is locked; `--no-deps` because connection-pool, which is needed by nothing, is not.
    await sh(
      sweepPython(project),
      [...PIP, 'install', '--no-deps', '--require-hashes', '--only-binary=:all:', '-r', PACKAGES],
      { env },
    );
  },
};

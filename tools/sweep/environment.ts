/** Snakemake in a virtual environment of its own, made when the first sweep is run. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '../setup/user-error.mjs';
import { pythonOf, type Project } from '../setup/project.mjs';
import { findPython, venvStep } from '../setup/steps/python.mjs';

const OLDEST_PYTHON = 11;

const folder = ({ setup }: Project) => join(setup, 'sweep-venv');

/** The Python that has Snakemake. */
export const sweepPython = (project: Project): string => pythonOf(folder(project));

export const snakemakeStep = venvStep({
  id: 'snakemake',
  title: 'Snakemake, which runs sweeps',
  needs: { download: 25, disk: 140 },
  folder,
  packages: fileURLToPath(new URL('python.txt', import.meta.url)),
  // All that is needed is locked; without this pip asks for connection-pool, which is needed by nothing.
  pip: ['--no-deps'],
  check() {
    const python = findPython();
    const { stdout } = spawnSync(python, ['-c', 'import sys; print(sys.version_info.minor)'], {
      encoding: 'utf8',
    });
    if (Number(stdout) < OLDEST_PYTHON)
      throw new UserError(
        `Sweeps need Python 3.${OLDEST_PYTHON} or newer for Snakemake, and ${python} is 3.${stdout.trim()}.`,
      );
  },
});

// JupyterLab and nbconvert, in a virtual environment of the project's own.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { environment } from '../environment.mjs';
import { fingerprint, remove } from '../files.mjs';
import { UserError } from '../user-error.mjs';
import { pythonOf } from '../project.mjs';

const PACKAGES = fileURLToPath(new URL('../python.txt', import.meta.url));

/** How pip is called: it installs what is locked, and builds nothing. */
export const PIP = ['-m', 'pip', '--disable-pip-version-check', '--no-input'];

const OLDEST = 10;
const CANDIDATES = [
  'python3',
  'python3.14',
  'python3.13',
  'python3.12',
  'python3.11',
  'python3.10',
  'python',
];

/** @type {import('../steps.mjs').Step} */
export const python = venvStep({
  id: 'python',
  title: 'Python packages: JupyterLab, nbconvert',
  needs: { download: 60, disk: 320 },
  folder: ({ venv }) => venv,
  packages: PACKAGES,
});

/**
 * A step that makes a virtual environment with locked packages.
 * @param {object} options
 * @param {string} options.id
 * @param {string} options.title
 * @param {import('../steps.mjs').Step['needs']} options.needs
 * @param {(project: import('../project.mjs').Project) => string} options.folder of the environment
 * @param {string} options.packages a file of requirements with hashes
 * @param {string[]} [options.pip] more options of `pip install`
 * @param {() => void} [options.check] throws a UserError where it cannot be made
 * @returns {import('../steps.mjs').Step}
 */
export function venvStep({ id, title, needs, folder, packages, pip = [], check = () => void findPython() }) {
  const made = (/** @type {import('../project.mjs').Project} */ project) => pythonOf(folder(project));
  return {
    id,
    title,
    needs,
    // A virtual environment knows its own path and the Python that it was made from; neither may change.
    key: (project) =>
      fingerprint(
        readFileSync(packages),
        project.root,
        existsSync(made(project)) ? realpathSync(made(project)) : '',
      ),
    makes: (project) => [made(project)],
    check,
    async run(project, sh) {
      const env = environment(project);
      remove(folder(project));
      await sh(findPython(), ['-m', 'venv', folder(project)], { env });
      const locked = ['--require-hashes', '--only-binary=:all:', '-r', packages];
      await sh(made(project), [...PIP, 'install', ...pip, ...locked], { env });
    },
  };
}

/**
 * The Python on PATH that is new enough and can make virtual environments; the one below it, if it is itself in one.
 * @returns {string} its path
 * @throws {UserError} naming what to install
 */
export function findPython() {
  /** @type {{ minor: number, lacksVenv: boolean } | undefined} */
  let found;
  for (const name of CANDIDATES) {
    const { error, status, stdout } = spawnSync(
      name,
      [
        '-c',
        'import sys; print(sys.version_info[1], sys._base_executable, flush=True); import venv, ensurepip',
      ],
      { encoding: 'utf8' },
    );
    const [, minor, path] = (error ? null : /^(\d+) (.+)/.exec(stdout)) ?? [];
    if (minor === undefined || path === undefined) continue;
    if (Number(minor) >= OLDEST && status === 0) return path;
    found ??= { minor: Number(minor), lacksVenv: Number(minor) >= OLDEST };
  }
  if (found?.lacksVenv) {
    throw new UserError(
      `Python 3.${found.minor} lacks the modules venv and ensurepip: sudo apt install python3.${found.minor}-venv (Debian, Ubuntu).`,
    );
  }
  const instead = found ? `python3 on PATH is 3.${found.minor}` : 'there is no python3 on PATH';
  throw new UserError(
    `Python 3.${OLDEST} or newer is needed, and ${instead}: sudo apt install python3 python3-venv (Debian, Ubuntu) or sudo dnf install python3 (Fedora).`,
  );
}

// `npm run doctor`: what is installed, and a line for each thing that is missing or broken. It changes nothing.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism, freemem, totalmem } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium } from './chromium.mjs';
import { environment } from './environment.mjs';
import { freeSpace, readJson } from './files.mjs';
import { UserError } from './user-error.mjs';
import { SYSTEM } from './project.mjs';
import { checkSpace, isDone } from './steps.mjs';
import { compilerOnPath } from './steps/compiler.mjs';
import { steps, stepsFor } from './steps/index.mjs';
import { packages } from './steps/packages.mjs';
import { findPython } from './steps/python.mjs';

/** @typedef {import('./project.mjs').Project} Project */

const PROBE = fileURLToPath(new URL('probe.ts', import.meta.url));

/** CPU features that TensorFlow's kernels make use of. */
const CPU_FEATURES = ['avx', 'avx2', 'fma', 'avx512f', 'avx512_vnni', 'avx512_bf16', 'amx_tile'];

/** Those of the npm packages that a reader of the notebooks meets. */
const MAIN_PACKAGES = [
  'tslab',
  '@tensorflow/tfjs-node',
  'nodejs-polars',
  'vega-lite',
  'plotly.js-dist',
  'typescript',
];

const NOT_YET = 'not installed yet';

/**
 * What is looked at, in this order: each gives the facts, or throws a UserError.
 * @type {[name: string, look: (project: Project) => string][]}
 */
const EXAMINATIONS = [
  ['System', system],
  ['Disk', disk],
  ['Node.js', node],
  ['npm packages', npmPackages],
  ['Python', python],
  ['Python packages', pythonPackages],
  ['C++ compiler', compiler],
  ['TensorFlow', tensorflow],
  ['Browser for tests', browser],
];

/**
 * @param {Project} project
 * @param {(line: string) => void} [print]
 * @returns {number} exit code: 1 if something is broken
 */
export function doctor(project, print = console.log) {
  let broken = 0;
  for (const [name, look] of EXAMINATIONS) {
    try {
      print(`${name.padEnd(18)} ${look(project)}`);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      broken += 1;
      print(`${name.padEnd(18)} BROKEN: ${error.message}`);
    }
  }
  const missing = stepsFor('test', project).filter((step) => !isDone(project, step));
  for (const { title } of missing) print(`Missing: ${title}; npm start or npm test makes it.`);
  print(broken > 0 ? `${broken} broken.` : missing.length > 0 ? 'Nothing is broken.' : 'All is well.');
  return broken > 0 ? 1 : 0;
}

function system() {
  const flags = existsSync('/proc/cpuinfo') ? readFileSync('/proc/cpuinfo', 'utf8').split(/\s+/) : [];
  const features = CPU_FEATURES.filter((feature) => flags.includes(feature));
  const memory = `${gigabytes(freemem())} of ${gigabytes(totalmem())} GB memory free`;
  return [
    SYSTEM,
    `${availableParallelism()} cores`,
    features.join(' ') || 'CPU features unknown',
    memory,
  ].join(', ');
}

/** @param {Project} project */
function disk(project) {
  const free = freeSpace(project.root);
  checkSpace(
    stepsFor('test', project).filter((step) => !isDone(project, step)),
    free,
  );
  return `${gigabytes(free * 1e6)} GB free`;
}

/** @param {Project} project */
function node(project) {
  const onPath = `${process.versions.node} on PATH`;
  if (!existsSync(project.node)) return `${onPath}, the project’s own ${NOT_YET}`;
  const version = output(project, project.node, ['--version'], project.runtime).slice(1);
  return `${onPath}, ${version} with npm ${packageVersion(project.npm, '../..')} for the project`;
}

/** @param {Project} project */
function npmPackages(project) {
  if (!existsSync(project.modules)) return NOT_YET;
  // As after `git pull`: the next command brings them up to date by itself.
  if (!isDone(project, packages)) return 'not yet those that package-lock.json names';
  const wanted = ['package.json', join('lib', 'package.json')].flatMap((file) => {
    /** @type {Record<'dependencies' | 'devDependencies', Record<string, string> | undefined>} */
    const { dependencies, devDependencies } = readJson(join(project.root, file));
    return Object.entries({ ...dependencies, ...devDependencies });
  });
  for (const [name, version] of wanted) {
    const found = packageVersion(project.modules, name);
    if (found !== version) {
      throw new UserError(
        `${name} should be ${version} and is ${found}: ${remake(project, project.modules)}`,
      );
    }
  }
  const shown = wanted.flatMap(([name, version]) =>
    MAIN_PACKAGES.includes(name) ? [`${name} ${version}`] : [],
  );
  return `${shown.join(', ')} and ${wanted.length - shown.length} more`;
}

function python() {
  const path = findPython();
  return `${spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout.trim()} (${path})`;
}

/** @param {Project} project */
function pythonPackages(project) {
  if (!existsSync(project.venv)) return NOT_YET;
  const names = ['jupyterlab', 'nbconvert', 'nbclient', 'plotly'];
  const code =
    'import sys\nfrom importlib.metadata import version\nfor n in sys.argv[1:]: print(n, version(n))';
  return output(project, project.python, ['-c', code, ...names], project.venv).replaceAll('\n', ', ');
}

function compiler() {
  const name = compilerOnPath();
  if (name === undefined) return 'none on PATH; set-up gets Zig’s where it has to compile';
  return `${name} ${spawnSync(name, ['-dumpfullversion', '-dumpversion'], { encoding: 'utf8' }).stdout.trim()}`;
}

/** @param {Project} project */
function tensorflow(project) {
  if (!steps.every((step) => step.id === 'lib' || step.id === 'jupyter' || isDone(project, step)))
    return NOT_YET;
  const { status, signal, stdout, stderr } = spawnSync(project.node, [PROBE], {
    encoding: 'utf8',
    // At this level it logs whether oneDNN is on.
    env: { ...environment(project), TF_CPP_MIN_LOG_LEVEL: '0' },
  });
  if (signal === 'SIGILL')
    throw new UserError('this CPU lacks AVX, which TensorFlow was compiled for: use another machine.');
  if (status !== 0) {
    const cause =
      stderr.split('\n').find((line) => /Error|cannot/.test(line)) ?? signal ?? `exit code ${status}`;
    throw new UserError(`it does not run (${cause.trim()}): ${remake(project, project.addon)}`);
  }
  const found = /** @type {Record<'tfjs' | 'tensorflow' | 'backend' | 'kernels', string>} */ (
    JSON.parse(stdout)
  );
  const oneDnn = stderr.includes('oneDNN custom operations are on') ? 'on' : 'off';
  return `${found.tensorflow} under TensorFlow.js ${found.tfjs}, backend ${found.backend}, oneDNN ${oneDnn}, own kernels: ${found.kernels}`;
}

/** @param {Project} project */
function browser(project) {
  const found = findChromium(project);
  if (!found)
    return `none: ${SYSTEM === 'linux-x64' ? 'npm test gets one' : 'tests of it are skipped; install Chromium'}`;
  const { executablePath, env } = found;
  const { status, stdout } = spawnSync(executablePath, ['--version'], { encoding: 'utf8', env });
  if (status !== 0)
    throw new UserError(`${executablePath} does not run: ${remake(project, project.chromium)}`);
  return `${stdout.trim()} (${executablePath})`;
}

/**
 * What a program prints.
 * @param {Project} project
 * @param {string} program
 * @param {string[]} args
 * @param {string} folder that set-up made it in
 */
function output(project, program, args, folder) {
  const { error, status, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    env: environment(project),
  });
  if (status === 0) return stdout.trim();
  const cause = error?.message ?? stderr.trim().split('\n').at(-1);
  throw new UserError(
    `${relative(project.root, program)} does not run (${cause}): ${remake(project, folder)}`,
  );
}

/**
 * @param {Project} project
 * @param {string} path
 */
const remake = (project, path) =>
  `delete ${relative(project.root, path)} and run npm start, which makes it again.`;

/**
 * @param {string} folder
 * @param {string} name
 */
function packageVersion(folder, name) {
  const file = join(folder, name, 'package.json');
  if (!existsSync(file)) return 'missing';
  /** @type {{ version: string }} */
  const { version } = readJson(file);
  return version;
}

/** @param {number} bytes */
const gigabytes = (bytes) => (bytes / 1e9).toFixed(1);

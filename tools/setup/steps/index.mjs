// All steps, in the order in which they build on one another.

import { existsSync } from 'node:fs';
import { SYSTEM } from '../project.mjs';
import { isDone } from '../steps.mjs';
import { addon } from './addon.mjs';
import { browser, browserIsNeeded } from './browser.mjs';
import { compilerOnPath, zigCompiler } from './compiler.mjs';
import { jupyter } from './jupyter.mjs';
import { kernels } from './kernels.mjs';
import { lib } from './lib.mjs';
import { packages } from './packages.mjs';
import { prebuilt } from './prebuilt.mjs';
import { python } from './python.mjs';
import { renderers } from './renderers.mjs';
import { report } from './report.mjs';
import { runtime } from './runtime.mjs';
import { tensorflow } from './tensorflow.mjs';

/** What every command needs. */
export const steps = [
  runtime,
  packages,
  python,
  ...(SYSTEM === 'linux-x64' ? [tensorflow, addon, kernels] : [prebuilt]),
  lib,
  jupyter,
  renderers,
  report,
];

/**
 * What a command needs: a compiler, if something is to be compiled and none is on PATH; the tests and slides a browser
 * as well; and JupyterLab no lib that compiles, if only there is an older build: its kernels compile lib when they
 * start, and say what is wrong with it.
 * @param {string} command
 * @param {import('../project.mjs').Project} project
 */
export function stepsFor(command, project) {
  const withCompiler = steps.flatMap((step) =>
    step === addon && compilerIsNeeded(project) ? [zigCompiler, step] : [step],
  );
  if (['test', 'workshop'].includes(command) && browserIsNeeded()) return [...withCompiler, browser];
  if (command === 'start' && lib.makes(project).every((path) => existsSync(path))) {
    return withCompiler.filter((step) => step !== lib);
  }
  return withCompiler;
}

/** @param {import('../project.mjs').Project} project */
const compilerIsNeeded = (project) =>
  [addon, kernels].some((step) => !isDone(project, step)) && compilerOnPath() === undefined;

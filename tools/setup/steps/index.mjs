// All steps, in the order in which they build on one another.

import { SYSTEM } from '../project.mjs';
import { addon } from './addon.mjs';
import { browser, browserIsNeeded } from './browser.mjs';
import { jupyter } from './jupyter.mjs';
import { lib } from './lib.mjs';
import { packages } from './packages.mjs';
import { prebuilt } from './prebuilt.mjs';
import { python } from './python.mjs';
import { runtime } from './runtime.mjs';
import { tensorflow } from './tensorflow.mjs';

/** What every command needs. */
export const steps = [
  runtime,
  packages,
  python,
  ...(SYSTEM === 'linux-x64' ? [tensorflow, addon] : [prebuilt]),
  lib,
  jupyter,
];

/** What the tests need. */
export const testSteps = () => (browserIsNeeded() ? [...steps, browser] : steps);

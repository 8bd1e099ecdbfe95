// Where TensorFlow cannot be had from the package index as on Linux x64: tfjs-node's own install script, which
// downloads a TensorFlow 2.9 and a native addon from their vendor.

import { environment } from '../environment.mjs';
import { fingerprint } from '../files.mjs';
import { SYSTEM } from '../project.mjs';
import { locked } from './packages.mjs';

/** @type {import('../steps.mjs').Step} */
export const prebuilt = {
  id: 'prebuilt',
  title: `tfjs-node’s own TensorFlow (untested on ${SYSTEM})`,
  needs: { download: 200, disk: 500 },
  key: (project) => fingerprint(locked(project, '@tensorflow/tfjs-node')),
  makes: (project) => [project.addon],
  run: (project, sh) =>
    sh(project.node, [project.npm, 'rebuild', '@tensorflow/tfjs-node', '--ignore-scripts=false'], {
      cwd: project.root,
      env: environment(project),
    }),
};

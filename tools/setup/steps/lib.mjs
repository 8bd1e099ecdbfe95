// lib/ compiled to CommonJS with declarations, incrementally: what a tslab cell can import.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contents, fingerprint } from '../files.mjs';

/** @type {import('../steps.mjs').Step} */
export const lib = {
  id: 'lib',
  title: 'Compile lib',
  needs: { download: 0, disk: 2 },
  key: (project) =>
    fingerprint(
      ...[
        'package-lock.json',
        'tsconfig.json',
        join('lib', 'tsconfig.json'),
        join('lib', 'package.json'),
      ].map((file) => readFileSync(join(project.root, file))),
      ...contents(join(project.root, 'lib', 'src')),
    ),
  makes: ({ root }) => [join(root, 'lib', 'dist', 'index.js')],
  run: (project, sh) =>
    sh(project.node, [join(project.modules, 'typescript', 'bin', 'tsc'), '-p', join(project.root, 'lib')]),
};

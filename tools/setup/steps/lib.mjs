// lib/ compiled to CommonJS with declarations, which a tslab cell can import, and what of it goes into web pages.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { contents, fingerprint } from '../files.mjs';

const COMPILE = fileURLToPath(new URL('../compile-lib.ts', import.meta.url));
const SETTINGS = [
  'package-lock.json',
  'tsconfig.json',
  join('lib', 'tsconfig.json'),
  join('lib', 'package.json'),
];

/** @type {import('../steps.mjs').Step} */
export const lib = {
  id: 'lib',
  title: 'Compile lib',
  needs: { download: 0, disk: 2 },
  key: ({ root }) =>
    fingerprint(
      ...SETTINGS.map((file) => readFileSync(join(root, file))),
      ...contents(join(root, 'lib', 'src')),
    ),
  makes: ({ root }) =>
    ['index.js', join('page', 'library.js')].map((file) => join(root, 'lib', 'dist', file)),
  run: ({ node }, sh) => sh(node, [COMPILE]),
};

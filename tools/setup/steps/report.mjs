// What a report brings along of our libraries: compressed, as text, for the template to include where it is needed.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { fingerprint, replace } from '../files.mjs';
import { locked } from './packages.mjs';

/** Each file by the name that the template knows it by. */
const LIBRARIES = {
  mathjax: join('mathjax', 'es5', 'tex-svg-full.js'),
  notes: join('reveal.js', 'plugin', 'notes', 'notes.js'),
  plotly: join('plotly.js-dist-min', 'plotly.min.js'),
  reveal: join('reveal.js', 'dist', 'reveal.js'),
  vega: join('vega', 'build', 'vega.min.js'),
};

/** @type {import('../steps.mjs').Step} */
export const report = {
  id: 'report',
  title: 'Libraries for reports',
  needs: { download: 0, disk: 4 },
  key: (project) =>
    fingerprint(...Object.values(LIBRARIES).map((file) => locked(project, file.split(/[\\/]/)[0] ?? ''))),
  makes: ({ libraries }) => Object.keys(LIBRARIES).map((name) => join(libraries, `${name}.txt`)),
  run: ({ modules, libraries }) =>
    replace(libraries, async (draft) => {
      mkdirSync(draft);
      for (const [name, file] of Object.entries(LIBRARIES)) {
        const packed = gzipSync(readFileSync(join(modules, file)), { level: 9 });
        writeFileSync(join(draft, `${name}.txt`), packed.toString('base64'));
      }
    }),
};

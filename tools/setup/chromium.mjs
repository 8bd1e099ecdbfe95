// The browser that tests drive: one on PATH, or else the one that set-up unpacked.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { project } from './project.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * What playwright-core's `chromium.launch` takes.
 * @typedef {{ executablePath: string, args: string[], env: NodeJS.ProcessEnv }} Chromium
 */

/**
 * @returns {string | undefined} the path of a Chromium on PATH that runs
 */
export function chromiumOnPath() {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(
    (path) => existsSync(path) && spawnSync(path, ['--version']).status === 0,
  );
}

/**
 * @returns {Chromium | undefined} undefined where there is none, so that its tests are skipped
 */
export function findChromium({ chromium: folder } = project()) {
  // The sandbox needs what neither root nor most containers have; the pages are the project's own.
  const args = ['--no-sandbox'];
  const found = chromiumOnPath();
  if (found !== undefined) return { executablePath: found, args, env: process.env };
  const executablePath = join(folder, 'chromium');
  if (!existsSync(executablePath)) return undefined;
  const env = {
    ...process.env,
    LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'),
    FONTCONFIG_PATH: join(folder, 'fonts'),
    XDG_CACHE_HOME: join(folder, 'cache'),
  };
  return { executablePath, args, env };
}

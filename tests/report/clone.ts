/** A project with other notebooks than ours, in a folder whose name has spaces and letters beyond ASCII. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Notebook } from '../../tools/report/notebook.ts';
import { environment } from '../../tools/setup/environment.mjs';
import { project } from '../../tools/setup/project.mjs';

const here = project();

export interface Clone extends Disposable {
  readonly root: string;
}

/** What an ended program left. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** @param parts what of ours it shares; a clone without .venv cannot start a kernel */
export function clone(notebooks: Readonly<Record<string, Notebook>>, parts = ['.setup', '.venv']): Clone {
  const root = mkdtempSync(join(tmpdir(), 'gan nötebooks '));
  for (const part of ['node_modules', 'lib', 'package.json', 'tsconfig.json', ...parts]) {
    symlinkSync(join(here.root, part), join(root, part));
  }
  cpSync(join(here.root, 'tools'), join(root, 'tools'), {
    recursive: true,
    filter: (path) => !path.endsWith('node_modules'),
  });
  mkdirSync(join(root, 'notebooks'));
  for (const [name, notebook] of Object.entries(notebooks)) {
    writeFileSync(join(root, 'notebooks', `${name}.ipynb`), JSON.stringify(notebook));
  }
  return { root, [Symbol.dispose]: () => rmSync(root, { recursive: true }) };
}

/** Starts the report command in a clone, as `npm run report -- …args` does once all is set up. */
export function startReport({ root }: Clone, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(
    here.node,
    ['--import', join(root, 'tools/commands/preload.ts'), join(root, 'tools/commands/report.ts'), ...args],
    { cwd: root, env: { ...environment(here), INIT_CWD: root, ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const ended = Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)]).then(
    ([[code], stdout, stderr]): Ended => ({ code: code as number | null, stdout, stderr }),
  );
  return { child, ended };
}

export function runReport(
  clone: Clone,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Ended> {
  return startReport(clone, args, env).ended;
}

/** Writes an executed notebook as one HTML file that needs no network. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { environment } from '../setup/environment.mjs';
import { project } from '../setup/project.mjs';
import type { Notebook, NotebookFile } from './notebook.ts';

/** @param file whose folder pictures are found from, and whose name is the title of a notebook without a heading */
export async function convert(
  notebook: Notebook,
  { name, folder }: NotebookFile,
  output: string,
): Promise<void> {
  const here = project();
  const program = fileURLToPath(new URL('convert.py', import.meta.url));
  const python = spawn(here.python, [program, here.templates, here.libraries, folder, name, output], {
    env: environment(here),
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  python.stdin.end(JSON.stringify(notebook));
  const [code] = (await once(python, 'close')) as [number | null];
  if (code !== 0) throw new Error(`convert.py could not write ${output}; what it said is above.`);
}

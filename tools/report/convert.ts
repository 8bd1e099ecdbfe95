/** Writes an executed notebook as one HTML file that needs no network. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { environment } from '../setup/environment.mjs';
import { replaceFile } from '../setup/files.mjs';
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
  const python = spawn(here.python, [program, here.templates, here.libraries, folder, name], {
    env: environment(here),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  python.stdin.on('error', () => undefined).end(JSON.stringify(notebook));
  const [html, [code]] = (await Promise.all([buffer(python.stdout), once(python, 'close')])) as [
    Buffer,
    [number | null],
  ];
  if (code !== 0) throw new Error(`convert.py could not make ${output}; what it said is above.`);
  replaceFile(output, html);
}

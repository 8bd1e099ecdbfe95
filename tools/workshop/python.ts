/** The programs in Python that make versions and slides. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { delimiter } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { environment } from '../setup/environment.mjs';
import { project } from '../setup/project.mjs';
import type { Notebook, NotebookFile } from '../report/notebook.ts';

export const VERSIONS = ['student', 'solution', 'teacher', 'nbgrader'] as const;
export type Version = (typeof VERSIONS)[number];

/** A version of a lesson, as JSON. */
export function makeVersion(lesson: Notebook, version: Version): Promise<string> {
  return python('versions.py', [version], lesson);
}

/** Writes a lesson with its outputs as slides, one HTML file. */
export async function makeSlides(
  lesson: Notebook,
  { name, folder }: NotebookFile,
  output: string,
): Promise<void> {
  const { templates, slides, libraries, reveal } = project();
  const places = [[templates, slides].join(delimiter), [templates, libraries, reveal].join(delimiter)];
  await python('slides.py', [...places, folder, name, output], lesson);
}

async function python(program: string, args: readonly string[], lesson: Notebook): Promise<string> {
  const here = project();
  const path = fileURLToPath(new URL(program, import.meta.url));
  const child = spawn(here.python, [path, ...args], {
    env: environment(here),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify(lesson));
  const [[code], output] = await Promise.all([once(child, 'close'), text(child.stdout)]);
  if (code !== 0) throw new Error(`${program} failed; what it said is above.`);
  return output;
}

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

/** Each lesson's versions, as JSON, in one process: what it imports takes seconds. */
export async function makeVersions(lessons: readonly Notebook[]): Promise<Record<Version, string>[]> {
  return JSON.parse(await python('versions.py', [], lessons)) as Record<Version, string>[];
}

export interface Deck {
  /** With its outputs. */
  readonly lesson: Notebook;
  /** Where it is from: its pictures are found from there. */
  readonly file: NotebookFile;
  /** The HTML file to write. */
  readonly output: string;
}

/** Writes lessons as slides, one HTML file each. */
export async function makeSlides(decks: readonly Deck[]): Promise<void> {
  const { templates, slides, libraries, reveal } = project();
  const places = [[templates, slides].join(delimiter), [templates, libraries, reveal].join(delimiter)];
  const input = decks.map(({ lesson, file, output }) => ({ lesson, output, ...file }));
  await python('slides.py', places, input);
}

async function python(program: string, args: readonly string[], input: object): Promise<string> {
  const here = project();
  const path = fileURLToPath(new URL(program, import.meta.url));
  const child = spawn(here.python, [path, ...args], {
    env: environment(here),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify(input));
  const closed = once(child, 'close') as Promise<[number | null]>;
  const [[code], output] = await Promise.all([closed, text(child.stdout)]);
  if (code !== 0) throw new Error(`${program} failed; what it said is above.`);
  return output;
}

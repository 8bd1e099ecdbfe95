/** `npm run workshop [-- 01 02 …] [--out DIR]`: a lesson's versions for students and teachers, and its slides. */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { findNotebooks, readNotebook, type Notebook, type NotebookFile } from '../report/notebook.ts';
import { project } from '../setup/project.mjs';
import { UserError } from '../setup/user-error.mjs';
import { stubComplaint } from '../workshop/blanks.ts';
import { makePdf } from '../workshop/deck.ts';
import { exercisesOf } from '../workshop/exercises.ts';
import { leaks } from '../workshop/leaks.ts';
import { workshopOptions } from '../workshop/options.ts';
import { makeSlides, makeVersion, VERSIONS, type Version } from '../workshop/python.ts';

const { root } = project();
const GRADER = join(root, 'tools', 'workshop', 'nbgrader_config.py');

try {
  const { lessons, out, plan } = workshopOptions(process.argv.slice(2), process.env, root);
  // The gallery is no lesson.
  const files = findNotebooks(join(root, 'notebooks'), lessons).filter(({ name }) => /^\d/.test(name));
  if (plan) throw new UserError('not yet');
  for (const file of files) await write(file, out);
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

async function write(file: NotebookFile, out: string): Promise<void> {
  console.log(file.name);
  const lesson = readNotebook(file);
  requireSound(file.name, lesson);
  for (const version of VERSIONS) await writeVersion(version, lesson, file, out);
  await writeSlides(lesson, file, out);
}

/** An exercise that is not in the form cannot be taken apart. */
function requireSound(name: string, lesson: Notebook): void {
  try {
    const complaints = exercisesOf(lesson).flatMap((exercise) => stubComplaint(exercise) ?? []);
    if (complaints.length > 0) throw new Error(complaints.join('; '));
  } catch (error) {
    throw new UserError(`${name}: ${(error as Error).message}`);
  }
}

async function writeVersion(
  version: Version,
  lesson: Notebook,
  { name }: NotebookFile,
  out: string,
): Promise<void> {
  const text = await makeVersion(lesson, version);
  if (version === 'student') {
    const told = leaks(lesson, JSON.parse(text) as Notebook);
    if (told.length > 0) throw new UserError(`${name}: the students' version would tell "${told.join('", "')}"`);
  }
  const folder = version === 'nbgrader' ? join(out, version, 'source', name) : join(out, version);
  put(join(folder, `${name}.ipynb`), text);
  if (version === 'nbgrader') copyFileSync(GRADER, join(out, version, 'nbgrader_config.py'));
}

async function writeSlides(lesson: Notebook, file: NotebookFile, out: string): Promise<void> {
  const html = join(out, 'slides', `${file.name}.html`);
  const pdf = join(out, 'slides', `${file.name}.pdf`);
  mkdirSync(join(out, 'slides'), { recursive: true });
  await makeSlides(lesson, file, html);
  console.log(`  → ${relative('', html)}`);
  const wide = await makePdf(html, pdf);
  if (!wide) {
    console.log('  no PDF: there is no Chromium');
    return;
  }
  console.log(`  → ${relative('', pdf)}`);
  for (const { slide, words } of wide) console.log(`  slide ${slide} has more on it than fits: ${words}`);
}

function put(path: string, text: string): void {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  console.log(`  → ${relative('', path)}`);
}

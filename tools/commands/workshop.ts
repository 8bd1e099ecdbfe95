/**
 * `npm run workshop [-- 01 02 …] [--out DIR]`: lessons' versions for students and teachers, and their slides.
 * `npm run workshop -- --plan`: how long they take, and what fits into half a day, a day and a semester.
 * `npm run workshop -- --check`: whether the solutions still solve the exercises, by executing them.
 */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { findNotebooks, readNotebook, type Notebook, type NotebookFile } from '../report/notebook.ts';
import { project } from '../setup/project.mjs';
import { UserError } from '../setup/user-error.mjs';
import { stubComplaint } from '../workshop/blanks.ts';
import { makePdfs } from '../workshop/deck.ts';
import { exercisesOf } from '../workshop/exercises.ts';
import { leaks } from '../workshop/leaks.ts';
import { workshopOptions } from '../workshop/options.ts';
import { planText } from '../workshop/plan.ts';
import { makeSlides, makeVersions, type Version } from '../workshop/python.ts';
import { solve } from '../workshop/solve.ts';
import { partsOf } from '../workshop/times.ts';

interface Lesson {
  readonly file: NotebookFile;
  readonly lesson: Notebook;
}

const { root } = project();
const GRADER = join(root, 'tools', 'workshop', 'nbgrader_config.py');

try {
  const { lessons: names, out, plan, check } = workshopOptions(process.argv.slice(2), process.env, root);
  // The gallery is no lesson.
  const files = findNotebooks(join(root, 'notebooks'), names).filter(({ name }) => /^\d/.test(name));
  const lessons = files.map((file) => ({ file, lesson: readNotebook(file) }));
  for (const lesson of lessons) requireSound(lesson);
  if (plan) {
    console.log(planText(lessons.map(({ file, lesson }) => ({ name: file.name, parts: partsOf(lesson) }))));
  } else if (check) {
    process.exitCode = (await checkSolutions(lessons)) ? 0 : 1;
  } else {
    await writeVersions(lessons, out);
    await writeSlides(lessons, join(out, 'slides'));
  }
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

/** An exercise that is not in the form cannot be taken apart. */
function requireSound({ file, lesson }: Lesson): void {
  try {
    const complaints = exercisesOf(lesson).flatMap((exercise) => stubComplaint(exercise) ?? []);
    if (complaints.length > 0) throw new Error(complaints.join('; '));
  } catch (error) {
    throw new UserError(`${file.name}: ${(error as Error).message}`);
  }
}

async function checkSolutions(lessons: readonly Lesson[]): Promise<boolean> {
  const made = await makeVersions(lessons.map(({ lesson }) => lesson));
  let good = true;
  for (const [i, { file, lesson }] of lessons.entries()) {
    const complaint = await solve(file, lesson, made[i]!.solution);
    good &&= complaint === undefined;
    const exercises = exercisesOf(lesson).length;
    console.log(`${complaint ? '✗' : '✓'} ${file.name}: ${complaint ?? `${exercises} exercises solved`}`);
  }
  return good;
}

async function writeVersions(lessons: readonly Lesson[], out: string): Promise<void> {
  const made = await makeVersions(lessons.map(({ lesson }) => lesson));
  for (const [i, { file, lesson }] of lessons.entries()) {
    const told = leaks(lesson, JSON.parse(made[i]!.student) as Notebook);
    if (told.length > 0)
      throw new UserError(`${file.name}: the students’ version would tell "${told.join('", "')}"`);
    for (const [version, text] of Object.entries(made[i]!)) put(pathOf(version as Version, file, out), text);
  }
  copyFileSync(GRADER, join(out, 'nbgrader', 'nbgrader_config.py'));
}

/** nbgrader wants a folder of its own for each assignment. */
function pathOf(version: Version, { name }: NotebookFile, out: string): string {
  const folder = version === 'nbgrader' ? join(out, version, 'source', name) : join(out, version);
  return join(folder, `${name}.ipynb`);
}

async function writeSlides(lessons: readonly Lesson[], folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const decks = lessons.map((lesson) => ({ ...lesson, output: join(folder, `${lesson.file.name}.html`) }));
  await makeSlides(decks);
  for (const { output } of decks) tell(output);
  const outputs = decks.map(({ output }) => output);
  const are = await makePdfs(outputs, (pdf, full) => {
    tell(pdf);
    for (const { slide, words } of full) console.log(`    slide ${slide} has more on it than fits: ${words}`);
  });
  if (!are) console.log('There are no PDFs: they need a Chromium, and there is none here.');
}

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  tell(path);
}

function tell(path: string): void {
  console.log(`→ ${relative('', path)}`);
}

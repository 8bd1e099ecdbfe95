/** Writes what the README has of the saved notebooks. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { findNotebooks, readNotebook } from '../report/notebook.ts';
import { replaceFile } from '../setup/files.mjs';
import { withLessons, type Lesson } from './lessons.ts';
import { movingPicture } from './moving-picture.ts';

/** The lesson that moves on the first screen. */
const FILM = '01';

/** Files of the README, by their paths in the clone. */
export async function readmeFiles(root: string): Promise<Record<string, string | Buffer>> {
  const lessons = lessonsOf(root);
  const path = join(root, 'README.md');
  const readme = withLessons(readFileSync(path, 'utf8'), lessons);
  const film = lessons.find(({ name }) => name.startsWith(FILM))!;
  return {
    'README.md': await format(readme, { ...(await resolveConfig(path)), filepath: path }),
    'notebooks/pictures/training.png': movingPicture(film.notebook),
  };
}

export async function updateReadme(root: string): Promise<void> {
  if (!existsSync(join(root, 'README.md'))) return;
  for (const [path, content] of Object.entries(await readmeFiles(root)))
    replaceFile(join(root, path), content);
}

function lessonsOf(root: string): Lesson[] {
  const files = findNotebooks(join(root, 'notebooks'), []).filter(({ name }) => /^\d\d-/.test(name));
  return files.map((file) => ({ name: file.name, notebook: readNotebook(file) }));
}

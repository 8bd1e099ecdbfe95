/** The lessons whose exercises are in the form that versions are made from. */
import { join } from 'node:path';
import { findNotebooks, readNotebook } from '../../tools/report/notebook.ts';
import { project } from '../../tools/setup/project.mjs';
import { hasTag } from '../../tools/workshop/exercises.ts';

export const lessons = findNotebooks(join(project().root, 'notebooks'), [])
  .map((file) => ({ file, lesson: readNotebook(file) }))
  .filter(({ lesson }) => lesson.cells.some((cell) => hasTag(cell, 'exercise')));

/** Whether something of a solution is in a file that students get. */
import type { Cell, Notebook } from '../report/notebook.ts';
import { exercisesOf, hasTag } from './exercises.ts';

/** Shorter lines (`}`, `return x;`) say nothing. */
const SHORTEST = 12;

/** Tags of cells that everybody gets. */
const OPEN = ['configuration', 'card'];

/**
 * @param student the version for students, as it is written.
 * @returns lines of a solution, an explanation or a note for the teacher that are anywhere in the version: sources,
 * outputs, metadata, attachments. What a stub or the lesson itself says too is no secret.
 */
export function leaks(lesson: Notebook, student: Notebook): string[] {
  const exercises = exercisesOf(lesson);
  const secret = exercises.flatMap(({ solution, explanation, instructor }) => [
    solution,
    explanation,
    instructor,
  ]);
  const open = [
    ...exercises.map(({ answer }) => answer),
    ...lesson.cells.filter(isSaid).map(({ source }) => source),
  ].join('\n');
  const everything = strings(student).join('\n');
  const told = new Set(secret.flatMap(lines).filter((line) => !open.includes(line)));
  return [...told].filter((line) => everything.includes(line));
}

/** The lesson's own cells, and the texts of its exercises. */
const isSaid = (cell: Cell): boolean =>
  hasTag(cell, 'exercise') || (cell.metadata.tags ?? []).every((tag) => OPEN.includes(tag));

const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.length >= SHORTEST);

/** Every text in a JSON value, names included; what is base64 is read too. */
function strings(value: unknown): string[] {
  if (typeof value === 'string') {
    const packed = value.length >= SHORTEST && /^[\w+/\s]+=*$/.test(value);
    return packed ? [value, Buffer.from(value, 'base64').toString('utf8')] : [value];
  }
  if (Array.isArray(value)) {
    const isText = value.every((line) => typeof line === 'string');
    return isText ? strings(value.join('')) : value.flatMap(strings);
  }
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, part]) => [name, ...strings(part)]);
}

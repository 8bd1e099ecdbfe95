/** How long a lesson takes: reading by the words of its text and code, running by the saved durations of its cells, exercises as they say. */
import type { Cell, Notebook } from '../report/notebook.ts';
import { exercisesOf } from './exercises.ts';

/** Words that somebody reads in a minute. */
const PACE = 200;

/** What is done in one go: a section of a lesson, or an exercise. */
export interface Part {
  readonly title: string;
  readonly reading: number;
  /** Of the saved run. */
  readonly running: number;
  /** At least and at most; [0, 0] for a section. */
  readonly exercise: readonly [low: number, high: number];
}

/** A part's minutes: an exercise is planned with the mean of its two. */
export const minutesOf = ({ reading, running, exercise: [low, high] }: Part): number =>
  reading + running + (low + high) / 2;

/** A lesson's sections, then its exercises; all in minutes. */
export function partsOf(lesson: Notebook): Part[] {
  const sections: { title: string; reading: number; running: number }[] = [];
  for (const cell of lesson.cells) {
    if (cell.metadata.tags?.some((tag) => TAGS.includes(tag))) continue;
    if (cell.cell_type === 'code') {
      const last = sections.at(-1);
      if (!last) continue;
      last.running += secondsOf(cell) / 60;
      last.reading += words(cell.source) / PACE;
      continue;
    }
    for (const text of cell.source.replaceAll(/<!--.*?-->/g, '').split(/^(?=#{1,2} )/m)) {
      const title = /^#{1,2} (.*)/.exec(text)?.[1];
      if (title !== undefined || sections.length === 0)
        sections.push({ title: title ?? '', reading: 0, running: 0 });
      sections.at(-1)!.reading += words(text) / PACE;
    }
  }
  const exercises = exercisesOf(lesson).map(({ id, minutes }) => ({
    title: `exercise ${id}`,
    reading: 0,
    running: 0,
    exercise: minutes,
  }));
  return [...sections.map((section) => ({ ...section, exercise: [0, 0] as const })), ...exercises];
}

/** Of exercises: their minutes say it all. */
const TAGS = ['exercise', 'answer', 'solution', 'check', 'explanation', 'instructor'];

const words = (text: string): number => text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;

/** How long a cell ran when its outputs were saved; 0 where nobody noted it. */
export function secondsOf({ metadata: { execution = {} } }: Cell): number {
  const [busy, idle] = ['iopub.status.busy', 'iopub.status.idle'].map((key) =>
    Date.parse(execution[key] ?? ''),
  );
  return Number.isNaN(busy! + idle!) ? 0 : (idle! - busy!) / 1000;
}

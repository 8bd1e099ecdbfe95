/** The exercises of a lesson, out of the tags of its cells. */
import type { Cell, Notebook } from '../report/notebook.ts';

export interface Exercise {
  /** "01.3" */
  readonly id: string;
  /** How long it takes, at least and at most. */
  readonly minutes: readonly [low: number, high: number];
  /** What a student gets, with blanks in it. */
  readonly answer: string;
  readonly solution: string;
  /** What stands with it for a teacher, and for whoever has solved it. */
  readonly explanation: string;
  readonly instructor: string;
}

export const hasTag = ({ metadata }: Cell, tag: string): boolean => metadata.tags?.includes(tag) ?? false;

/**
 * @returns a lesson's exercises in their order.
 * @throws Error naming the exercise that lacks a cell, or has two of a kind.
 */
export function exercisesOf({ cells }: Notebook): Exercise[] {
  const starts = cells.flatMap((cell, i) => (hasTag(cell, 'exercise') ? [i] : []));
  return starts.map((start, i) => {
    const { id, minutes } = cells[start]!.metadata.gan ?? {};
    if (!id || minutes?.length !== 2) throw new Error('an exercise has no metadata.gan = { id, minutes }');
    const own = cells.slice(start, starts[i + 1]);
    const only = (tag: string): string => {
      const tagged = own.filter((cell) => hasTag(cell, tag));
      if (tagged.length !== 1) throw new Error(`exercise ${id} has ${tagged.length} cells "${tag}", not one`);
      return tagged[0]!.source;
    };
    only('check');
    return {
      id,
      minutes,
      answer: only('answer'),
      solution: only('solution'),
      explanation: only('explanation'),
      instructor: only('instructor'),
    };
  });
}

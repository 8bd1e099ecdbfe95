/** What the README says of the lessons, out of the saved notebooks: the map, and the numbers to expect. */
import type { Notebook } from '../report/notebook.ts';
import { results, scoreboard, title, type Results } from '../report/outputs.ts';
import { withValues } from '../report/prose.ts';
import { partsOf, secondsOf } from '../workshop/times.ts';

/** A lesson as it is saved. */
export interface Lesson {
  /** "01-vanilla-gan" */
  readonly name: string;
  readonly notebook: Notebook;
}

const [START, END] = ['<!-- lessons -->', '<!-- /lessons -->'];

/**
 * The README with the map between its two comments made anew, and with each number that a comment names: `17.4<!--01.lastFrechet-->` is a
 * result of lesson 01, `01.minutes` how long its cells take.
 *
 * @throws Error if the README has no place for the map, or names a number that is none
 */
export function withLessons(readme: string, lessons: readonly Lesson[]): string {
  const [before, rest] = readme.split(START);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`the README has no ${START} … ${END}`);
  return withValues(`${before}${START}\n\n${map(lessons)}\n\n${END}${after}`, values(lessons));
}

function values(lessons: readonly Lesson[]): Results {
  const named = lessons.flatMap(({ name, notebook }) =>
    Object.entries({ ...results(notebook), minutes: sum(notebook.cells.map(secondsOf)) / 60 }).map(
      ([key, value]) => [`${name.slice(0, 2)}.${key}`, value] as const,
    ),
  );
  return Object.fromEntries(named);
}

function map(lessons: readonly Lesson[]): string {
  return [
    '| lesson | question | reading, running, exercises: minutes | its claims |',
    '| --- | --- | --- | --- |',
    ...lessons.map(row),
  ].join('\n');
}

function row({ name, notebook }: Lesson): string {
  const parts = partsOf(notebook);
  const exercises = [0, 1].map((i) => sum(parts.map(({ exercise }) => exercise[i]!)));
  const work = exercises[1] === 0 ? [] : [exercises.join('–')];
  const minutes = [
    round(sum(parts.map(({ reading }) => reading))),
    round(sum(notebook.cells.map(secondsOf)) / 60),
    ...work,
  ];
  const verdict = scoreboard(notebook)?.summary.replace(/ claims met$/, ' hold') ?? 'none';
  const cells = [
    `[${title(notebook) ?? name}](notebooks/${name}.ipynb)`,
    question(notebook),
    minutes.join(', '),
    verdict,
  ];
  return `| ${cells.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** The paragraph that begins with "Question." */
function question({ cells }: Notebook): string {
  const paragraph = /\*\*Question\.\*\* ([^]*?)(?=\n\n|$)/.exec(cells[0]?.source ?? '')?.[1] ?? '';
  return paragraph.replaceAll(/\s+/g, ' ').trim();
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** Minutes: below one as a half. */
const round = (minutes: number): string => (minutes < 1 ? '½' : minutes.toFixed(0));

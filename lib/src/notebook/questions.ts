/** Questions to a reader, in the format of jupyterquiz: https://github.com/jmshea/jupyterquiz */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

export interface Choice {
  readonly answer: string;
  readonly correct: boolean;
  readonly feedback?: string;
}

/** One answer of several is right, or some of them are. */
export interface ChoiceQuestion {
  readonly type: 'multiple_choice' | 'many_choice';
  readonly question: string;
  readonly answers: readonly Choice[];
}

/** What is said to a number: to one value, to those from `range[0]` to just below `range[1]`, to all others. */
export type NumericAnswer = { readonly correct?: boolean; readonly feedback?: string } & (
  | { readonly type: 'value'; readonly value: number }
  | { readonly type: 'range'; readonly range: readonly [number, number] }
  | { readonly type: 'default' }
);

/** The answer is a number. */
export interface NumericQuestion {
  readonly type: 'numeric';
  readonly question: string;
  /** To how many significant digits an answer is read. */
  readonly precision?: number;
  readonly answers: readonly NumericAnswer[];
}

export type Question = ChoiceQuestion | NumericQuestion;

/**
 * The questions that a lesson begins with, on the lesson before.
 *
 * @param name of a file of data/quizzes: `01`
 * @param folder where the files are
 * @throws Error naming the files there are, or the first question that cannot be asked
 *
 * @example await plots.show(plots.quiz(notebook.questions('01')));
 */
export function questions(name: string, folder = resolve(__dirname, '../../../data/quizzes')): Question[] {
  const file = join(folder, `${name}.json`);
  if (!existsSync(file)) {
    const names = existsSync(folder) ? readdirSync(folder).map((other) => basename(other, '.json')) : [];
    throw new Error(`there are no questions "${name}"; there are those of ${names.join(', ') || 'none'}`);
  }
  const all = JSON.parse(readFileSync(file, 'utf8')) as Question[];
  for (const [i, question] of all.entries()) {
    const wrong = complaint(question);
    if (wrong) throw new Error(`questions ${name}: question ${i + 1} ${wrong}`);
  }
  return all;
}

function complaint({ type, question, answers }: Question): string | undefined {
  if (!['multiple_choice', 'many_choice', 'numeric'].includes(type)) return `has the unknown type "${type}"`;
  if (!question) return 'asks nothing';
  const right = answers.filter(({ correct }) => correct).length;
  if (right === 0) return 'has no right answer';
  if (type === 'multiple_choice' && right > 1) return `has ${right} right answers, and is no many_choice`;
  return undefined;
}

/** Numbers of the run in a notebook's prose: `13.3<!--lastFrechet-->`, where the comment names a result. */
import type { Notebook } from './notebook.ts';
import { results, type Results } from './outputs.ts';

/** The result that a number is of, times a factor: `<!--error*100-->`. */
const COMMENT = /<!-- *((?:\d\d\.)?[A-Za-z]\w*)(?: *\* *(\d+(?:\.\d+)?))? *-->/g;

/** A number with that comment behind it: `16.2<!--error*100-->`. */
const QUOTED = new RegExp(`([-−]?\\d[\\d,]*(?:\\.\\d+)?)${COMMENT.source}`, 'g');

/** The notebook with each of these numbers as its outputs have it, to as many decimals as stand there. */
export function withNumbers(notebook: Notebook): Notebook {
  const found = results(notebook);
  const cells = notebook.cells.map((cell) =>
    cell.cell_type === 'markdown' ? { ...cell, source: withValues(cell.source, found) } : cell,
  );
  return { ...notebook, cells };
}

/**
 * Text in which each quoted number is the value of that name.
 *
 * @throws Error if a comment names a result that is none, or is no number
 */
export function withValues(text: string, found: Results): string {
  return text.replaceAll(QUOTED, (quoted, number: string, name: string, factor = '1') => {
    const value = found[name];
    if (typeof value !== 'number')
      throw new Error(`the prose quotes "${name}" (${quoted}), which is no number that a notebook gives`);
    const comment = quoted.slice(number.length);
    return `${likewise(number, value * Number(factor))}${comment}`;
  });
}

/** Text in which the comments stand alone. */
export const withoutNumbers = (text: string): string =>
  text.replaceAll(QUOTED, (quoted, number: string) => quoted.slice(number.length));

/** The comments of a text, each with the number before it, or none. */
export function quotes(text: string): { readonly comment: string; readonly number: string }[] {
  const any = new RegExp(`(?:${QUOTED.source})|(?:${COMMENT.source})`, 'g');
  return [...text.matchAll(any)].map(([whole, number = '']) => ({
    comment: whole.slice(number.length),
    number,
  }));
}

/** Text whose comments stand alone, with numbers before them. */
export const withNumbersBefore = (text: string, numberOf: (comment: string) => string): string =>
  text.replaceAll(COMMENT, (comment) => numberOf(comment) + comment);

/** The value as the example is written: as many decimals, thousands in groups if it has them. */
function likewise(example: string, value: number): string {
  const decimals = example.split('.')[1]?.length ?? 0;
  const format = {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    useGrouping: example.includes(','),
  };
  return value
    .toLocaleString('en-GB', format)
    .replace(/^-(?=0(\.0*)?$)/, '')
    .replace('-', '−');
}

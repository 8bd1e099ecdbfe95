/** Who is at which cell, by the notebooks that people have saved. JupyterLab saves them by itself, see environment.ts. */
import type { Answer, SavedNotebook } from './homes.ts';

/** As much of a notebook as is looked at; what somebody has made of it may be anything. */
interface Cell {
  readonly cell_type?: unknown;
  readonly source?: unknown;
  readonly metadata?: { readonly execution?: Readonly<Record<string, unknown>> };
  readonly outputs?: unknown;
}

/** Where somebody stands in a notebook. */
export interface Standing {
  /** The code cell that was started last, from 1; 0 if none was. */
  readonly cell: number;
  /** How many code cells there are. */
  readonly cells: number;
  /** The last heading above that cell. */
  readonly title: string;
  readonly state: 'runs' | 'failed' | 'done';
  /** Exercises whose check says that they are right, and those whose check says that they are not. */
  readonly right: readonly string[];
  readonly wrong: readonly string[];
}

/**
 * @param original the notebook as it was handed out: what ran before that does not count
 * @throws Error if it is no notebook
 */
export function standing(text: string, original = '{"cells":[]}'): Standing {
  const old = new Set(cellsOf(original).map(started).filter(Boolean));
  const cells = cellsOf(text);
  const code = cells.filter((cell) => cell.cell_type === 'code');
  const ran = code.filter((cell) => started(cell) && !old.has(started(cell)));
  const last = ran.reduce<Cell | undefined>(
    (best, cell) => (best && started(best) >= started(cell) ? best : cell),
    undefined,
  );
  const exercises = (mark: string): string[] => {
    const found = ran.flatMap((cell) => [...JSON.stringify(cell.outputs ?? []).matchAll(RegExp(mark, 'g'))]);
    return [...new Set(found.map(([, id = '']) => id))];
  };
  return {
    cell: last ? code.indexOf(last) + 1 : 0,
    cells: code.length,
    title: last ? titleAbove(cells, last) : '',
    state: last ? stateOf(last) : 'done',
    right: exercises('✓ (\\d\\d\\.\\d+): right'),
    wrong: exercises('✗ (\\d\\d\\.\\d+), not yet'),
  };
}

function cellsOf(text: string): Cell[] {
  const { cells } = JSON.parse(text) as { cells?: unknown };
  if (!Array.isArray(cells)) throw new Error('it has no cells');
  return cells as Cell[];
}

/** When a cell was started, as ISO 8601; empty if it never was. */
const started = (cell: Cell): string => time(cell, 'iopub.status.busy');

function time({ metadata }: Cell, event: string): string {
  const at = metadata?.execution?.[event];
  return typeof at === 'string' ? at : '';
}

function stateOf(cell: Cell): Standing['state'] {
  if (time(cell, 'iopub.status.idle') < started(cell)) return 'runs';
  return JSON.stringify(cell.outputs ?? []).includes('"output_type":"error"') ? 'failed' : 'done';
}

function titleAbove(cells: readonly Cell[], cell: Cell): string {
  const above = cells.slice(0, cells.indexOf(cell)).filter(({ cell_type }) => cell_type === 'markdown');
  const headings = above.flatMap(({ source }) => [
    ...[source]
      .flat()
      .join('')
      .matchAll(/^#{1,3} (.*)/gm),
  ]);
  return headings.at(-1)?.[1] ?? '';
}

/**
 * A line for each person.
 *
 * @param originals what was handed out, by name
 */
export function progressText(
  answers: ReadonlyMap<string, Answer<SavedNotebook | null>>,
  originals: ReadonlyMap<string, string>,
  now = Date.now(),
): string {
  const width = Math.max(...[...answers.keys()].map((name) => name.length));
  return [...answers]
    .map(([name, answer]) => `${name.padEnd(width)}  ${printable(lineOf(answer, originals, now))}`)
    .join('\n');
}

function lineOf(
  answer: Answer<SavedNotebook | null>,
  originals: ReadonlyMap<string, string>,
  now: number,
): string {
  if ('error' in answer) return answer.error;
  if (answer.found === null) return 'has no notebook';
  const { name, saved, text } = answer.found;
  try {
    const { cell, cells, title, state, right, wrong } = standing(text, originals.get(name));
    if (cell === 0) return `${name}, has run no cell`;
    const at = `${name}, cell ${cell} of ${cells}${title && ` in “${title}”`}: ${state}`;
    const marks = [...right.map((id) => `✓ ${id}`), ...wrong.map((id) => `✗ ${id}`)].join(' ');
    return [at, marks, `saved ${Math.round((now - saved) / 60_000)} min ago`].filter(Boolean).join('; ');
  } catch {
    return `${name} is no notebook`;
  }
}

/** What people name their files and headings does not steer a teacher's terminal. */
const printable = (text: string): string => text.replaceAll(/\p{C}/gu, '?');

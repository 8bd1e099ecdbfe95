/** Notebooks as nbformat 4 has them, as far as they concern us. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../setup/user-error.mjs';

export interface Notebook {
  readonly cells: readonly Cell[];
  readonly metadata: Readonly<Record<string, unknown>>;
}

export interface Cell {
  /** Missing in notebooks older than nbformat 4.5. */
  readonly id?: string;
  readonly cell_type: 'code' | 'markdown' | 'raw';
  readonly source: string;
  readonly metadata: {
    readonly tags?: readonly string[];
    readonly execution?: Readonly<Record<string, string>>;
    /** Of an exercise's text: its number, and how long it takes at least and at most. */
    readonly gan?: { readonly id: string; readonly minutes: readonly [low: number, high: number] };
  };
  readonly outputs?: readonly Output[];
}

export interface Output {
  readonly output_type: 'display_data' | 'execute_result' | 'stream' | 'error';
  readonly data?: Readonly<Record<string, unknown>>;
  readonly name?: 'stdout' | 'stderr';
  readonly text?: string;
}

/** A notebook in its place. */
export interface NotebookFile {
  /** "01-vanilla-gan" */
  readonly name: string;
  readonly folder: string;
}

export const readNotebook = ({ folder, name }: NotebookFile): Notebook =>
  parseNotebook(readFileSync(join(folder, `${name}.ipynb`), 'utf8'));

/** A notebook out of its file's text; what nbformat keeps as a list of lines is joined. */
export function parseNotebook(text: string): Notebook {
  const notebook = JSON.parse(text) as Notebook;
  const cells = notebook.cells.map((cell) => ({
    ...cell,
    source: joined(cell.source) as string,
    ...(cell.outputs && { outputs: cell.outputs.map(readOutput) }),
  }));
  return { ...notebook, cells };
}

function readOutput({ data, text, ...rest }: Output): Output {
  const entries = Object.entries(data ?? {}).map(([type, content]) => [type, joined(content)] as const);
  return {
    ...rest,
    ...(data && { data: Object.fromEntries(entries) }),
    ...(text !== undefined && { text: joined(text) as string }),
  };
}

/** Text in one piece; anything else as it is. */
function joined(content: unknown): unknown {
  const isLines = Array.isArray(content) && content.every((line) => typeof line === 'string');
  return isLines ? content.join('') : content;
}

/**
 * The notebooks of a folder that go by the names wanted (a number, the beginning of a name, a name), in the folder's
 * order; all of them if none is wanted.
 *
 * @throws UserError that lists the notebooks there are.
 */
export function findNotebooks(folder: string, wanted: readonly string[]): NotebookFile[] {
  const all = readdirSync(folder)
    .filter((file) => file.endsWith('.ipynb'))
    .map((file) => file.slice(0, -'.ipynb'.length))
    .sort();
  const found = new Set(wanted.length === 0 ? all : wanted.map((name) => notebookName(all, name)));
  return all.filter((name) => found.has(name)).map((name) => ({ name, folder }));
}

/**
 * The one notebook that goes by a number, the beginning of a name or a name.
 *
 * @throws UserError that lists the notebooks there are.
 */
export function notebookName(all: readonly string[], wanted: string): string {
  const start = wanted.replace(/\.ipynb$/, '').replace(/^\d$/, '0$&');
  const found = all.includes(start) ? [start] : all.filter((name) => name.startsWith(start));
  if (found[0] !== undefined && found.length === 1) return found[0];
  throw new UserError(
    `${found.length === 0 ? 'There is no notebook' : 'There are several notebooks'} "${wanted}"; choose from ${all.join(', ')}.`,
  );
}

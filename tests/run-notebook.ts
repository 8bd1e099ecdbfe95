/** Executes a lesson in the real kernel, so that its numbers can be asserted. */
import { join } from 'node:path';
import { execute } from '../tools/report/execute.ts';
import { findNotebooks, readNotebook, type Notebook, type Output } from '../tools/report/notebook.ts';
import { results, type Results } from '../tools/report/outputs.ts';
import { checkSettings, type Overrides } from '../tools/report/settings.ts';
import { project } from '../tools/setup/project.mjs';

export interface Lesson {
  /** The code cells that ran, in order. */
  readonly cells: readonly ExecutedCell[];
  /** What the lesson found: the values of all its calls of `notebook.result`. */
  readonly results: Results;
  readonly seconds: number;
}

export interface ExecutedCell {
  readonly source: string;
  readonly outputs: readonly Output[];
  /** What the cell printed, and the plain text of what it displayed. */
  readonly text: string;
}

/**
 * Executes a notebook of notebooks/ headless from a clean kernel, beside no earlier run.
 *
 * @param name its number or name: '01'
 * @param options.set what `--set` would say: { profile: 'quick' }
 * @param options.edit changes the notebook before it is executed, to break it, say
 * @throws CellError naming the first cell that fails; UserError for settings that are not allowed
 */
export async function runNotebook(
  name: string,
  {
    set = {},
    edit = (notebook) => notebook,
  }: { set?: Overrides; edit?: (notebook: Notebook) => Notebook } = {},
): Promise<Lesson> {
  const [file] = findNotebooks(join(project().root, 'notebooks'), [name]);
  if (!file) throw new Error(`no notebook ${name}`);
  const notebook = edit(readNotebook(file));
  checkSettings(file.name, notebook, set);
  const start = performance.now();
  const executed = await execute(notebook, { folder: file.folder, overrides: set, alone: true });
  return lesson(executed, (performance.now() - start) / 1000);
}

/** What an executed notebook has to say. */
export function lesson(notebook: Notebook, seconds: number): Lesson {
  const cells = notebook.cells
    .filter(({ cell_type }) => cell_type === 'code')
    .map(({ source, outputs = [] }) => ({ source, outputs, text: outputs.map(text).join('') }));
  return { cells, results: results(notebook), seconds };
}

function text({ data, text = '' }: Output): string {
  return data ? `${data['text/plain'] as string}\n` : text;
}

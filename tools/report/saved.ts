/** Outputs that are saved in a notebook, and whether they belong to its source. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { replaceFile } from '../setup/files.mjs';
import type { Notebook, NotebookFile, Output } from './notebook.ts';

/** Where a notebook's metadata say which source its outputs are of. */
const KEY = 'outputsOf';

/** A short name for the code of all cells, in their order: other code, another name. */
export function fingerprint({ cells }: Notebook): string {
  const code = cells.filter(({ cell_type }) => cell_type === 'code').map(({ source }) => source);
  return createHash('sha256').update(JSON.stringify(code)).digest('hex').slice(0, 16);
}

/** Whether the saved outputs are those of the code as it stands. */
export function outputsBelong(notebook: Notebook): boolean {
  return notebook.metadata[KEY] === fingerprint(notebook);
}

/**
 * Writes an executed notebook in its place, text as lists of lines, as Jupyter does; but what a cell put out is a line each,
 * for charts are long lists of numbers.
 */
export function save({ folder, name }: NotebookFile, executed: Notebook): void {
  const metadata = { ...executed.metadata, [KEY]: fingerprint(executed) };
  const long: string[] = [];
  const held = (output: Output) => `\0${long.push(JSON.stringify(output)) - 1}`; // no text has a NUL
  const cells = executed.cells.map((cell) => ({
    ...cell,
    source: lines(cell.source),
    ...(cell.outputs && { outputs: cell.outputs.map(held) }),
  }));
  const text = JSON.stringify({ ...executed, metadata, cells }, null, 1);
  const whole = text.replaceAll(/"\\u0000(\d+)"/g, (_, i: string) => long[Number(i)]!);
  replaceFile(join(folder, `${name}.ipynb`), `${whole}\n`);
}

const lines = (text: string): string[] => text.split(/(?<=\n)/);

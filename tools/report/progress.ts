/** What `npm run report` says of an execution. Cells are numbered as JupyterLab numbers them: code cells, from 1. */
import type { Progress } from './execute.ts';
import type { Cell, Notebook } from './notebook.ts';

/** Characters of a cell's first line that are shown. */
const WIDTH = 72;

/** A line for each cell, begun when the cell begins: its number, its first line, and how long it took. */
export function progressLines(
  notebook: Notebook,
  write: (text: string) => void,
): (progress: Progress) => void {
  const total = executed(notebook.cells).length;
  return (progress) => {
    if ('start' in progress) {
      const title = firstLine(notebook.cells[progress.start]).padEnd(WIDTH);
      write(
        `  ${String(number(notebook, progress.start)).padStart(String(total).length)}/${total}  ${title}`,
      );
    } else {
      write(`${progress.seconds.toFixed(1).padStart(7)} s\n`);
    }
  };
}

/** Which cell failed, what is in it and what it said. */
export function failureText(name: string, notebook: Notebook, cell: number, message: string): string {
  const source = (notebook.cells[cell]?.source ?? '').replace(/^/gm, '    ');
  return `\n${name}: cell ${number(notebook, cell)} failed:\n\n${source}\n\n${message}\n`;
}

function number({ cells }: Notebook, cell: number): number {
  return executed(cells.slice(0, cell + 1)).length;
}

function executed(cells: readonly Cell[]): Cell[] {
  return cells.filter(({ cell_type, source }) => cell_type === 'code' && source.trim() !== '');
}

function firstLine(cell: Cell | undefined): string {
  const line = cell?.source.trim().split('\n')[0] ?? '';
  return line.length > WIDTH ? `${line.slice(0, WIDTH - 1)}…` : line;
}

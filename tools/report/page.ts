/** Pages of our own – the index, a comparison – are notebooks too, so that the same template writes them. */
import type { Cell, Notebook } from './notebook.ts';

/** Text as it may stand in HTML, in attributes too. */
export function escape(text: unknown): string {
  return String(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

export function page(...cells: Cell[]): Notebook {
  return { cells, metadata: {}, ...{ nbformat: 4, nbformat_minor: 4 } };
}

/** Text that we wrote, in Markdown. */
export function prose(source: string): Cell {
  return { cell_type: 'markdown', source, metadata: {} };
}

/** What a cell without code would display. */
export function output(data: Readonly<Record<string, unknown>>): Cell {
  return {
    cell_type: 'code',
    source: '',
    metadata: {},
    outputs: [{ output_type: 'display_data', data, ...{ metadata: {} } }],
    ...{ execution_count: null },
  };
}

export function html(...lines: string[]): Cell {
  return output({ 'text/html': lines.join('\n') });
}

/** A table whose first column names its rows. */
export function table(head: readonly string[], rows: readonly (readonly unknown[])[]): Cell {
  const cells = (row: readonly unknown[]): string =>
    row
      .map((cell, i) => (i === 0 ? `<th scope="row">${escape(cell)}</th>` : `<td>${escape(cell)}</td>`))
      .join('');
  return html(
    `<table><thead><tr>${head.map((name) => (name ? `<th scope="col">${escape(name)}</th>` : '<td></td>')).join('')}</tr></thead>`,
    `<tbody>${rows.map((row) => `<tr>${cells(row)}</tr>`).join('')}</tbody></table>`,
  );
}

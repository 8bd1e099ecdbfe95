import type { Page } from './chart';
import { escapeXml } from '../notebook';

/** What stands in a cell. */
export type TableCell = number | bigint | string | boolean | null | undefined;

/** Columns by name; or rows, all with the same names; or a polars data frame, as far as showing needs it. */
export type Tabular = Readonly<Record<string, ArrayLike<TableCell>>> | readonly object[] | TableFrame;

/** A data frame of polars, as far as showing needs it. */
export interface TableFrame {
  readonly columns: string[];
  getColumn(name: string): { toArray(): ArrayLike<TableCell>; readonly dtype: unknown };
}

export interface TableOptions {
  readonly title?: string;
  /** Rows shown at most; of longer tables the first and the last. */
  readonly limit?: number;
  /** Significant digits of numbers that are not whole. */
  readonly digits?: number;
}

/**
 * Columns as a table, with its shape and the columns' types.
 *
 * @param data columns of one length by name, rows with the same names, or a polars data frame.
 * @throws RangeError if there are no columns or they differ in length.
 *
 * @example
 * table({ model: ['GAN', 'WGAN'], distance: [33.1, 43.2] }, { title: 'Fréchet distance after 2 minutes' });
 */
export function table(data: Tabular, { title, limit = 20, digits = 4 }: TableOptions = {}): Page {
  const columns = readColumns(data);
  const height = columns[0]?.values.length ?? 0;
  for (const { name, values } of columns) {
    if (values.length !== height) {
      throw new RangeError(
        `table: column "${name}" has ${values.length} rows, column "${columns[0]!.name}" has ${height}`,
      );
    }
  }
  if (columns.length === 0) throw new RangeError('table: there are no columns');
  const shown =
    height > limit ? [...head(Math.ceil(limit / 2)), ...tail(height, Math.floor(limit / 2))] : head(height);
  const cells = shown.map((row) => columns.map(({ values }) => format(values[row], digits)));
  const shape = `${height.toLocaleString('en-GB')} rows × ${columns.length} columns`;
  const left = height > shown.length ? `, of which ${shown.length} are shown` : '';
  const caption = `${title ? `${title}: ` : ''}${shape}${left}`;
  const gap = height > shown.length ? Math.ceil(limit / 2) : -1;
  return {
    kind: 'page',
    html: html(caption, columns, cells, gap),
    text: plain(caption, columns, cells, gap),
  };
}

interface Column {
  readonly name: string;
  readonly type: string;
  readonly values: ArrayLike<TableCell>;
}

function readColumns(data: Tabular): Column[] {
  if (isFrame(data)) {
    return data.columns.map((name) => {
      const series = data.getColumn(name);
      // Polars writes DataType(Float64), DataType(Datetime(…)) …
      const type = String(series.dtype).replace(/^DataType\((\w+).*$/s, '$1');
      return { name, type, values: series.toArray() };
    });
  }
  const byName = isRows(data) ? columnsOfRows(data) : data;
  return Object.entries(byName).map(([name, values]) => ({ name, type: typeOf(values), values }));
}

function isRows(data: Exclude<Tabular, TableFrame>): data is readonly object[] {
  return Array.isArray(data);
}

function columnsOfRows(rows: readonly object[]): Record<string, TableCell[]> {
  const names = Object.keys(rows[0] ?? {});
  return Object.fromEntries(
    names.map((name) => [name, rows.map((row) => (row as Readonly<Record<string, TableCell>>)[name])]),
  );
}

function isFrame(data: Tabular): data is TableFrame {
  return typeof (data as Partial<TableFrame>).getColumn === 'function';
}

function typeOf(values: ArrayLike<TableCell>): string {
  if (ArrayBuffer.isView(values)) return values.constructor.name.replace('Array', '').toLowerCase();
  const first = Array.prototype.find.call(values, (value: TableCell) => value != null) as TableCell;
  return first == null ? 'null' : typeof first;
}

function head(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

function tail(height: number, count: number): number[] {
  return head(count).map((i) => height - count + i);
}

function format(value: TableCell, digits: number): string {
  if (value == null) return '–';
  if (typeof value !== 'number') return String(value);
  if (Number.isNaN(value)) return '–';
  return Number.isInteger(value) ? value.toLocaleString('en-GB') : String(Number(value.toPrecision(digits)));
}

function isNumeric({ values }: Column): boolean {
  return Array.prototype.some.call(values, (value: TableCell) => typeof value === 'number');
}

function html(caption: string, columns: readonly Column[], cells: readonly string[][], gap: number): string {
  const align = columns.map((column) => (isNumeric(column) ? 'right' : 'left'));
  const heading = columns.map(
    ({ name, type }, i) =>
      `<th scope="col" style="text-align:${align[i]}">${escapeXml(name)}<br>` +
      `<small style="font-weight:normal">${escapeXml(type)}</small></th>`,
  );
  const rows = cells.map((row, i) => {
    const line = row.map((cell, k) => `<td style="text-align:${align[k]}">${escapeXml(cell)}</td>`).join('');
    return `${i === gap ? `<tr><td colspan="${columns.length}">⋮</td></tr>` : ''}<tr>${line}</tr>`;
  });
  return (
    `<table><caption style="text-align:left;white-space:nowrap">${escapeXml(caption)}</caption>` +
    `<thead><tr>${heading.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`
  );
}

function plain(caption: string, columns: readonly Column[], cells: readonly string[][], gap: number): string {
  const lines = [columns.map(({ name }) => name), ...cells];
  const widths = columns.map((_, k) => Math.max(...lines.map((line) => line[k]!.length)));
  const text = lines.map((line) =>
    line
      .map((cell, k) => (isNumeric(columns[k]!) ? cell.padStart(widths[k]!) : cell.padEnd(widths[k]!)))
      .join('  ')
      .trimEnd(),
  );
  if (gap >= 0) text.splice(gap + 1, 0, '⋮');
  return [caption, ...text].join('\n');
}

/** A data frame of polars as an HTML table: its shape, the types of its columns, its first and last rows. */
import { inspect } from 'node:util';

/** The part of polars' DataFrame that is needed here. */
export interface DataFrame {
  readonly [Symbol.toStringTag]: 'DataFrame';
  readonly shape: { readonly height: number; readonly width: number };
  readonly columns: readonly string[];
  readonly dtypes: readonly { readonly variant: string }[];
  head(rows: number): DataFrame;
  tail(rows: number): DataFrame;
  rows(): unknown[][];
}

export function isDataFrame(value: unknown): value is DataFrame {
  return (
    Object.prototype.toString.call(value) === '[object DataFrame]' &&
    (value as Partial<DataFrame>).shape !== undefined
  );
}

/** Rows shown from each end of a frame that is longer than both together. */
const END = 10;

export function table(frame: DataFrame): string {
  const { height, width } = frame.shape;
  const cut = height > 2 * END;
  const rows = cut
    ? [...frame.head(END).rows(), frame.columns.map(() => '…'), ...frame.tail(END).rows()]
    : frame.rows();
  return [
    `<table><caption>${height} rows × ${width} columns</caption>`,
    `<thead>${row('th', frame.columns)}${row(
      'td',
      frame.dtypes.map(({ variant }) => variant),
    )}</thead>`,
    `<tbody>${rows.map((cells) => row('td', cells.map(text))).join('')}</tbody></table>`,
  ].join('\n');
}

function row(tag: 'th' | 'td', cells: readonly string[]): string {
  return `<tr>${cells.map((cell) => `<${tag}>${escape(cell)}</${tag}>`).join('')}</tr>`;
}

/** A cell as a reader wants it: numbers to six digits. */
function text(value: unknown): string {
  if (typeof value === 'number')
    return String(Number.isInteger(value) ? value : Number(value.toPrecision(6)));
  return typeof value === 'string' ? value : value instanceof Date ? value.toISOString() : inspect(value);
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

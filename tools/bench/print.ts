/** Tables on a terminal. */
import type { Row } from './measure.ts';
import type { ProfileRow } from './profile.ts';

/** Widths of the columns of a table that grows while it is printed. */
const WIDTHS = [36, 10, 22, 10, 6, 12, 7, 7];

const printCells = (cells: readonly string[]) =>
  console.log(
    cells
      .map((cell, i) => cell.padEnd(WIDTHS[i]!))
      .join(' ')
      .trimEnd(),
  );

export function printHead(): void {
  printCells(['case', 'ours', 'peer', 'its', 'ratio', 'middle half', 'target', '']);
}

export function printRow(row: Row): void {
  printCells([
    row.case,
    duration(row.ours_ms),
    row.peer,
    duration(row.peer_ms),
    row.ratio.toFixed(2),
    row.spread.map((ratio) => ratio.toFixed(2)).join('–'),
    `≤ ${row.target}`,
    row.met ? 'met' : 'not met',
  ]);
}

export function printProfile(rows: readonly ProfileRow[]): void {
  const width = Math.max(...rows.map(({ op }) => op.length));
  console.log(`${'native operation'.padEnd(width)} calls a step  ms a step`);
  for (const { op, calls, ms } of rows) {
    console.log(`${op.padEnd(width)} ${calls.toFixed(1).padStart(12)} ${ms.toFixed(2).padStart(10)}`);
  }
}

const duration = (ms: number) => (ms < 10_000 ? `${ms.toPrecision(4)} ms` : `${(ms / 1000).toFixed(0)} s`);

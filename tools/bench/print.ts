/** Tables on a terminal. */
import type { Row } from './measure.ts';
import type { ProfileRow } from './profile.ts';

export function printRows(rows: readonly Row[]): void {
  print(
    ['case', 'ours', 'peer', 'its', 'ratio', 'middle half', 'target', ''],
    rows.map((row) => [
      row.case,
      duration(row.ours_ms),
      row.peer,
      duration(row.peer_ms),
      row.ratio.toFixed(2),
      row.spread.map((ratio) => ratio.toFixed(2)).join('–'),
      `≤ ${row.target}`,
      row.met ? 'met' : 'not met',
    ]),
  );
}

export function printProfile(rows: readonly ProfileRow[]): void {
  print(
    ['native operation', 'calls a step', 'ms a step'],
    rows.map(({ op, calls, ms }) => [op, calls.toFixed(1), ms.toFixed(2)]),
  );
}

const duration = (ms: number) => (ms < 10_000 ? `${ms.toPrecision(4)} ms` : `${(ms / 1000).toFixed(0)} s`);

function print(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]!.length)));
  for (const row of [head, ...rows])
    console.log(
      row
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join('  ')
        .trimEnd(),
    );
  console.log();
}

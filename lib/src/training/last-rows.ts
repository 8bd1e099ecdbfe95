import type { DataFrame } from 'nodejs-polars';

/** Values of a row by column: settings, what was measured, null where it was not. */
export type ResultRow = Readonly<Record<string, number | string | boolean | null>>;

/**
 * Where each run of a sweep ended: its last row, in the order of the runs.
 *
 * @param results of `training.sweep`
 *
 * @example training.lastRows(training.sweep('dcgan-rules')).map(({ without, frechet }) => `${without}: ${frechet}`);
 */
export function lastRows(results: DataFrame): ResultRow[] {
  const rows = results.toRecords() as ResultRow[];
  return [...new Map(rows.map((row) => [row['run'], row])).values()];
}

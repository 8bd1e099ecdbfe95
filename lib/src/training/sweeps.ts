import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { DataFrame } from 'nodejs-polars';
import type { Columns } from './history';
import { readParquet } from './parquet';

/**
 * The results of a sweep: `npm run sweep -- data/sweeps/<name>.json` makes them. A row a run, or several where a run
 * measures on its way, with these columns: every setting of the run, its seed among them; what it measured, null where
 * it did not; and where it comes from, `run`, `runSeconds`, `revision`, `node` and `tensorflow`.
 *
 * @param folder where the sweeps are; by default the project's data/sweeps
 * @throws Error naming the sweeps there are, if there is none of this name; or the file, if it is not as it was written
 *
 * @example
 * const runs = training.sweep('mode-coverage');
 * runs.groupBy('mixture', 'loss').agg(pl.col('modes').mean(), pl.col('modes').std().alias('deviation'));
 */
export function sweep(name: string, folder = resolve(__dirname, '../../../data/sweeps')): DataFrame {
  const file = join(folder, `${name}.parquet`);
  if (existsSync(file)) return readResults(file);
  const names = existsSync(folder) ? readdirSync(folder).filter((other) => other.endsWith('.parquet')) : [];
  throw new Error(
    `there are no results of a sweep "${name}"; there are those of ${names.map((other) => basename(other, '.parquet')).join(', ') || 'none'}`,
  );
}

/** Checked by the line of `sha256sum` in the file beside it, if there is one. */
function readResults(file: string): DataFrame {
  const beside = `${file}.sha256`;
  try {
    const [sha256] = existsSync(beside) ? readFileSync(beside, 'utf8').split(' ') : [];
    return readParquet(file, sha256);
  } catch (error) {
    throw new Error(`${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

/**
 * The runs in the results of a sweep that measured on its way, one by one: for each its columns of numbers, in the order
 * of its rows. `seed` and every other setting is a column too.
 *
 * @example training.runsOf(sweep).map(({ seed, loss, frechet }) => metrics.spearman(loss, frechet));
 */
export function runsOf(results: DataFrame): Columns[] {
  const rows = results.toRecords() as Record<string, unknown>[];
  const numeric = results.columns.filter((name) => rows.some((row) => typeof row[name] === 'number'));
  const runs = [...new Set(rows.map((row) => row['run']))];
  return runs.map((run) => {
    const own = rows.filter((row) => row['run'] === run);
    return Object.fromEntries(
      numeric.map((name) => [name, own.map((row) => (row[name] as number | null) ?? NaN)]),
    );
  });
}

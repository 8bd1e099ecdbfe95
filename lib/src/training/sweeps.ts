import { existsSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import pl, { type DataFrame } from 'nodejs-polars';

/**
 * The results of a sweep: `npm run sweep -- data/sweeps/<name>.json` makes them. A row a run, or several where a run
 * measures on its way, with these columns: every setting of the run, its seed among them; what it measured, null where
 * it did not; and where it comes from, `run`, `runSeconds`, `revision`, `node` and `tensorflow`.
 *
 * @param folder where the sweeps are; by default the project's data/sweeps
 * @throws Error naming the sweeps there are, if there is none of this name
 *
 * @example
 * const runs = training.sweep('mode-coverage');
 * runs.groupBy('mixture', 'loss').agg(pl.col('modes').mean(), pl.col('modes').std().alias('deviation'));
 */
export function sweep(name: string, folder = resolve(__dirname, '../../../data/sweeps')): DataFrame {
  const file = join(folder, `${name}.parquet`);
  if (existsSync(file)) return pl.readParquet(file);
  const names = existsSync(folder) ? readdirSync(folder).filter((other) => other.endsWith('.parquet')) : [];
  throw new Error(
    `there are no results of a sweep "${name}"; there are those of ${names.map((other) => basename(other, '.parquet')).join(', ') || 'none'}`,
  );
}

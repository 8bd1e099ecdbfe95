/** The results of a sweep in one Parquet file. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname } from 'node:path';
import pl, { type DataFrame, type DataType, type Series } from 'nodejs-polars';
import { remove, replaceFile } from '../setup/files.mjs';
import { UserError } from '../setup/user-error.mjs';
import type { Row, Value } from './recipe.ts';
import { finish, isDone, rowsOf } from './runs.ts';
import type { Table } from './table.ts';

// These two files alone: the whole library brings TensorFlow along.
const require = createRequire(import.meta.url);
const { sweep } = require('gan-lib/dist/training/sweeps') as typeof import('gan-lib').training;
const { checksum } =
  require('gan-lib/dist/training/parquet') as typeof import('gan-lib/dist/training/parquet.js');

/** A row of the file; null where other runs have something. */
type Cells = Readonly<Record<string, Value | null>>;

/** Takes the results of runs whose folders are gone, in a new clone for one, out of the Parquet file. */
export function restore({ results, runs }: Table): void {
  if (!existsSync(results)) return;
  const rows = stored(results).toRecords() as Cells[];
  for (const { id, folder } of runs) {
    const its = rows.filter(({ run }) => run === id);
    if (its.length > 0 && !isDone(folder)) finish(folder, its.map(withoutNull));
  }
}

/**
 * Writes the rows of all runs that are done, in the order in which the sweep declares them.
 * @returns how many rows
 */
export function gather({ results, runs }: Table): number {
  const rows = runs
    .map(({ folder }) => folder)
    .filter(isDone)
    .flatMap(rowsOf);
  if (rows.length > 0) store(results, frame(rows).writeParquet({ compression: 'zstd' }));
  return rows.length;
}

function stored(results: string): DataFrame {
  try {
    return sweep(basename(results, '.parquet'), dirname(results));
  } catch (error) {
    throw new UserError((error as Error).message);
  }
}

/** Writes the file, and beside it its checksum as `sha256sum` does. Without one, should this end here, a file is not checked. */
function store(results: string, parquet: Uint8Array): void {
  remove(`${results}.sha256`);
  replaceFile(results, parquet);
  replaceFile(`${results}.sha256`, `${checksum(parquet)}  ${basename(results)}\n`);
}

/** What a row does not have is null. */
function frame(rows: readonly Row[]): DataFrame {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return pl.DataFrame(
    names.map((name) =>
      column(
        name,
        rows.map((row) => row[name] ?? null),
      ),
    ),
  );
}

function column(name: string, values: (Value | null)[]): Series {
  const present = values.filter((value) => value !== null);
  const kinds = [...new Set(present.map((value) => typeof value))];
  if (kinds.length > 1)
    throw new UserError(`column ${name}: one kind of value is allowed, the runs give ${kinds.join(' and ')}`);
  return pl.Series(name, values, dataType(present));
}

function dataType(values: readonly Value[]): DataType {
  if (typeof values[0] === 'string') return pl.Utf8;
  if (typeof values[0] === 'boolean') return pl.Bool;
  return values.every((value) => value === (Number(value) | 0)) ? pl.Int32 : pl.Float64;
}

function withoutNull(row: Cells): Row {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as Row;
}

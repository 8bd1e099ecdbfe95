import { mean } from 'd3-array';
import pl, { type DataFrame } from 'nodejs-polars';

/** Numbers logged at one step, by column. */
export type Row = Readonly<Record<string, number>>;

/** Column by column, all of one length; NaN where a row has no value. */
export type Columns = Readonly<Record<string, readonly number[]>>;

/** What training logged: one row a logged step, with `step`, `seconds`, every loss and every metric. */
export class History {
  private readonly rows: Map<number, Record<string, number>>;
  private latest: Record<string, number> | undefined;

  constructor(rows: readonly Row[] = []) {
    this.rows = new Map(rows.map((row) => [row['step']!, { ...row }]));
    this.latest = [...this.rows.values()].at(-1);
  }

  /** Logged steps. */
  get length(): number {
    return this.rows.size;
  }

  /** Adds values to the row of `step`, which is made if there is none. */
  add(step: number, values: Row): void {
    this.latest = { step, ...this.rows.get(step), ...values };
    this.rows.set(step, this.latest);
  }

  /** The row that was added to last. */
  last(): Row | undefined {
    return this.latest;
  }

  toRows(): Row[] {
    return [...this.rows.values()].map((row) => ({ ...row }));
  }

  columns(): Columns {
    const rows = [...this.rows.values()];
    const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    return Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name] ?? NaN)]));
  }

  /** The rows in which all of `names` were measured: a loss against a metric that is taken less often. */
  complete(...names: readonly string[]): Columns {
    const rows = [...this.rows.values()].filter((row) => names.every((name) => Number.isFinite(row[name])));
    return Object.fromEntries(['step', ...names].map((name) => [name, rows.map((row) => row[name]!)]));
  }

  /**
   * One row for each in which `metric` was measured, with the mean of every loss since the row before: the loss of one
   * batch is mostly noise. Rows without anything in between are left out, and so is what training began with.
   */
  alignTo(metric: string): Columns {
    const means: Record<string, number>[] = [];
    let since: Record<string, number>[] = [];
    for (const row of this.rows.values()) {
      since.push(row);
      if (!Number.isFinite(row[metric])) continue;
      const names = [...new Set(since.flatMap((each) => Object.keys(each)))];
      const averages = Object.fromEntries(
        names.map((name) => [name, meanOf(since.map((each) => each[name]))]),
      );
      if (since.length > 1) means.push({ ...averages, ...only(row, 'step', 'seconds', metric) });
      since = [];
    }
    return new History(means).columns();
  }

  /** As a nodejs-polars data frame; what was not measured is null. */
  frame(): DataFrame {
    const columns = Object.entries(this.columns()).map(([name, values]) =>
      pl.Series(
        name,
        values.map((value) => (Number.isNaN(value) ? null : value)),
        name === 'step' ? pl.Int32 : pl.Float64,
      ),
    );
    return pl.DataFrame(columns);
  }
}

/** Of what was measured and is finite; NaN of none. */
function meanOf(values: readonly (number | undefined)[]): number {
  return mean(values.filter(Number.isFinite)) ?? NaN;
}

const only = (row: Row, ...names: readonly string[]): Record<string, number> =>
  Object.fromEntries(names.flatMap((name) => (name in row ? [[name, row[name]!]] : [])));

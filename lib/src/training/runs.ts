import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { DataFrame } from 'nodejs-polars';
import { differences, type Difference } from '../notebook';
import type { Columns } from './history';
import { checksum, readParquet } from './parquet';
import { makeFolder } from './replace';
import type { Trainer } from './trainer';

/** A run that was kept: what it was set to and what it logged. */
export interface KeptRun {
  /** When it was kept, `2026-03-01T12-00-00-000`; sorts by time. */
  readonly id: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly step: number;
  /** Seconds of training. */
  readonly seconds: number;
  /** The history, one row a logged step. */
  frame(): DataFrame;
  columns(): Columns;
}

/** What stands in a `run.json`. */
type StoredRun = Pick<KeptRun, 'settings' | 'step' | 'seconds'> & {
  /** Of history.parquet. */
  readonly sha256?: string;
};

/** Where all notebooks' runs are kept: the environment's GAN_RUNS, or the folder `runs` of the project. */
export const runsFolder = (): string => process.env['GAN_RUNS'] ?? resolve(__dirname, '../../../runs');

/** The kept runs of one notebook: a folder a run, with `run.json` and `history.parquet` in it. */
export class Runs {
  private readonly directory: string;

  /**
   * @param notebook whose runs: `01-vanilla-gan`
   * @param root where all notebooks' runs are
   */
  constructor(notebook: string, root = runsFolder()) {
    this.directory = join(root, notebook);
  }

  /** Keeps the settings and the history of `trainer`. */
  keep({ settings, step, seconds, history }: Trainer): KeptRun {
    const id = new Date().toISOString().slice(0, -1).replaceAll(/[:.]/g, '-');
    makeFolder(join(this.directory, id), (draft) => {
      const parquet = history.frame().writeParquet();
      const run = { settings, step, seconds, sha256: checksum(parquet) };
      writeFileSync(join(draft, 'history.parquet'), parquet);
      writeFileSync(join(draft, 'run.json'), JSON.stringify(run, null, 2));
    });
    return this.read(id);
  }

  /** All kept runs, the oldest first. */
  list(): KeptRun[] {
    return this.ids().map((id) => this.read(id));
  }

  /** The run kept last, if there is one. */
  latest(): KeptRun | undefined {
    return this.list().at(-1);
  }

  /** @throws Error naming the runs there are, if there is none of this name */
  get(id: string): KeptRun {
    this.check(id);
    return this.read(id);
  }

  /** In which settings two runs differ. */
  compare(before: string, after: string): Difference[] {
    return differences(this.get(before).settings, this.get(after).settings);
  }

  /**
   * A run beside the one kept before it, for an overlaid chart: the older as `previous run`, the newer named by the
   * settings that changed. Alone if there is no older one.
   */
  withPrevious(run: KeptRun): { readonly name: string; readonly history: Columns }[] {
    const previous = this.list()
      .filter(({ id }) => id < run.id)
      .at(-1);
    if (!previous) return [{ name: 'this run', history: run.columns() }];
    const changed = differences(previous.settings, run.settings).map(
      ({ name, before, after }) => `${name} ${String(before)} → ${String(after)}`,
    );
    return [
      { name: 'previous run', history: previous.columns() },
      { name: changed.join(', ') || 'this run, same settings', history: run.columns() },
    ];
  }

  /** @throws Error naming the runs there are, if there is none of this name */
  delete(id: string): void {
    this.check(id);
    rmSync(join(this.directory, id), { recursive: true });
  }

  private ids(): string[] {
    try {
      return readdirSync(this.directory)
        .filter((name) => !name.startsWith('.'))
        .sort();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []; // nothing was kept yet
      throw error;
    }
  }

  private check(id: string): void {
    const ids = this.ids();
    if (!ids.includes(id)) {
      throw new Error(`${this.directory}: there is no run ${id}; there are ${ids.join(', ') || 'none'}`);
    }
  }

  private read(id: string): KeptRun {
    const folder = join(this.directory, id);
    const frame = () => readable(folder, () => readParquet(join(folder, 'history.parquet'), sha256));
    // Runs that were kept before there was a checksum are read without.
    const { sha256, ...run } = readable(folder, () => {
      const run = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')) as StoredRun | null;
      if (typeof run?.settings !== 'object') throw new Error('run.json holds no settings');
      return run;
    });
    const columns = (): Columns =>
      Object.fromEntries(
        frame()
          .getColumns()
          .map((series) => [series.name, series.toArray().map((value) => (value as number | null) ?? NaN)]),
      );
    return { ...run, id, frame, columns };
  }
}

/** What `read` reads in a run's folder. */
function readable<T>(folder: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Error(
      `${folder} is a kept run that cannot be read, delete the folder: ${(error as Error).message.replaceAll('\n', ' ')}`,
      { cause: error },
    );
  }
}

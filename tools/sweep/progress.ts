/** What is seen of a sweep under way: a line a run that has ended. */
import { failure, isDone, rowsOf } from './runs.ts';
import type { SweepRun, Table } from './table.ts';

/**
 * Watches the folders of a table's runs, which says the same of any machine that a run is on.
 *
 * @returns checks a last time, and stops
 */
export function watchRuns({ runs }: Table, write: (line: string) => void): () => void {
  const open = new Set(runs.filter(({ folder }) => !isDone(folder)));
  const [todo, begun] = [open.size, performance.now()];
  const check = () => {
    for (const run of open) {
      const end = ending(run);
      if (end === undefined) continue;
      open.delete(run);
      const left = ((performance.now() - begun) / (todo - open.size)) * open.size;
      const outlook = open.size > 0 ? `; about ${duration(left)} left` : '';
      write(`[${runs.length - open.size}/${runs.length}] ${run.label}: ${end}${outlook}`);
    }
  };
  const clock = setInterval(check, 500);
  return () => {
    clearInterval(clock);
    check();
  };
}

/** How a run ended, if it has. */
function ending({ folder }: SweepRun): string | undefined {
  if (isDone(folder)) return `done in ${duration(1000 * Number(rowsOf(folder)[0]?.['runSeconds']))}`;
  const reason = failure(folder);
  return reason && `FAILED: ${reason}`;
}

/** @param milliseconds as "40 s", "12 min" or "2.5 h" */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 100) return `${Math.round(seconds)} s`;
  return seconds < 6000 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

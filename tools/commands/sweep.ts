/** `npm run sweep -- FILE [option of Snakemake …]`: runs what a declared table of runs still lacks. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { relative } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { withoutNoise } from '../tslab/noise.ts';
import { lock } from '../setup/lock.mjs';
import { UserError } from '../setup/user-error.mjs';
import { project } from '../setup/project.mjs';
import { setUp } from '../setup/steps.mjs';
import { snakemakeStep, sweepPython } from '../sweep/environment.ts';
import { watchRuns } from '../sweep/progress.ts';
import { gather, restore } from '../sweep/results.ts';
import { assign, failure, hasBegun, isDone, logFile } from '../sweep/runs.ts';
import { snakemake, snakemakeComplaint } from '../sweep/snakemake.ts';
import type { SweepRun, Table } from '../sweep/table.ts';

const here = project();
const open = ({ runs }: Table): SweepRun[] => runs.filter(({ folder }) => !isDone(folder));
const done = ({ runs }: Table): SweepRun[] => runs.filter(({ folder }) => isDone(folder));

try {
  const [file, ...options] = process.argv.slice(2);
  if (file === undefined) throw new UserError('Which sweep? npm run sweep -- data/sweeps/NAME.json');
  const table = await declared(file);
  await setUp(here, [snakemakeStep]);
  process.exitCode = await sweep(table, options);
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

/** The table of a file, read by another process because a recipe loads TensorFlow, which talks as it starts. */
async function declared(file: string): Promise<Table> {
  const program = fileURLToPath(new URL('../sweep/declare.ts', import.meta.url));
  const child = spawn(process.execPath, [...process.execArgv, program, file]);
  const [code, table, complaint] = await Promise.all([
    once(child, 'exit').then(([code]) => code as number | null),
    text(child.stdout),
    text(withoutNoise(child.stderr)),
  ]);
  if (code !== 0) throw new UserError(complaint.trimEnd());
  return JSON.parse(table) as Table;
}

/** @returns exit code */
async function sweep(table: Table, options: readonly string[]): Promise<number> {
  const unlock = await lock(table.results, () =>
    console.log('This sweep is under way: waiting for its end.'),
  );
  try {
    for (const run of table.runs) assign(run.folder, run);
    restore(table);
    console.log(`${table.name}: ${table.runs.length} runs, ${done(table).length} of them done.`);
    const stop = watchRuns(table, console.log);
    const { failed, interrupted } = await snakemake(table, sweepPython(here), options).finally(stop);
    if (interrupted) {
      console.log(`Interrupted: the same command does the ${open(table).length} runs that are left.`);
      return 130;
    }
    publish(table);
    if (failed) listFailures(table);
    return failed ? 1 : 0;
  } finally {
    unlock();
  }
}

function publish(table: Table): void {
  const rows = gather(table);
  if (rows > 0) console.log(`${relative('', table.results)}: ${rows} rows of ${done(table).length} runs.`);
}

/** @throws UserError if none of them has begun: it is Snakemake that has failed */
function listFailures(table: Table): void {
  const missing = open(table);
  if (!missing.some(({ folder }) => hasBegun(folder))) throw new UserError(snakemakeComplaint(table));
  console.error(`${missing.length} of ${table.runs.length} runs failed; the same command tries again:`);
  for (const { label, folder } of missing)
    console.error(`  ${label}: ${failure(folder) ?? 'no result'} (${relative('', logFile(folder))})`);
}

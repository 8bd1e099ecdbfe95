/** Snakemake, which runs what a table still lacks: on this machine, or wherever its options say. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { replaceFile } from '../setup/files.mjs';
import { ROOT } from '../setup/project.mjs';
import type { Table } from './table.ts';

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** Where Snakemake writes what it does. */
const logFile = ({ folder, name }: Table) => join(folder, `${name}.log`);

/** The last that Snakemake said, in one line. */
export function snakemakeComplaint(table: Table): string {
  const file = logFile(table);
  const last = readFileSync(file, 'utf8').trimEnd().split('\n').at(-1)!;
  return `Snakemake stopped: ${last.replace(/^.*?error: /, '')} (${relative('', file)})`;
}

/**
 * Runs Snakemake in a process group of its own, all of which is told to end when we are.
 *
 * @param python that has Snakemake
 * @param options Snakemake's own; where they contradict ours, they count
 */
export async function snakemake(
  table: Table,
  python: string,
  options: readonly string[],
): Promise<{ readonly failed: boolean; readonly interrupted: boolean }> {
  const log = openSync(logFile(table), 'w');
  const child = spawn(python, [...argumentsFor(table), ...options], {
    stdio: ['ignore', 'inherit', log],
    detached: true,
  });
  closeSync(log);
  let interrupted = false;
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const pass = (signal: NodeJS.Signals) => {
    interrupted = true;
    process.kill(-child.pid!, signal);
  };
  for (const signal of signals) process.on(signal, pass);
  try {
    const [code] = (await once(child, 'exit')) as [number | null];
    return { failed: code !== 0, interrupted };
  } finally {
    for (const signal of signals) process.off(signal, pass);
  }
}

function argumentsFor({ folder, name, runs }: Table): string[] {
  const config = join(folder, `${name}.config.json`);
  const command = [process.execPath, ...process.execArgv, here('run.ts')];
  replaceFile(config, JSON.stringify({ runs: runs.map(({ id }) => id), command, revision: revision() }));
  return [
    ...['-m', 'snakemake', '--snakefile', here('Snakefile'), '--directory', folder, '--configfile', config],
    ...['--jobs', String(availableParallelism())],
    // A run that fails keeps no other from running.
    '--keep-going',
    // A result that is there is whole, however its process ended; one `npm run sweep` at a time sees to a table.
    ...['--ignore-incomplete', '--nolock', '--drop-metadata'],
  ];
}

/** The commit that is checked out, with "-dirty" if files differ from it. */
function revision(): string {
  const { status, stdout } = spawnSync('git', ['describe', '--always', '--dirty', '--exclude=*'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return status === 0 ? stdout.trim() : 'unknown';
}

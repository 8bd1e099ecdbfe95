import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { training } from 'gan-lib';
import { isDone, logFile } from '../../tools/sweep/runs.ts';
import { readTable } from '../../tools/sweep/table.ts';

const COMMAND = fileURLToPath(new URL('../../tools/commands/sweep.ts', import.meta.url));
const RECIPE = fileURLToPath(new URL('counting.ts', import.meta.url));
const QUEUE = fileURLToPath(new URL('queue.sh', import.meta.url));

const folder = mkdtempSync(join(tmpdir(), 'sweep-'));
const file = join(folder, 'counting.json');
const gate = join(folder, 'gate');
after(() => rmSync(folder, { recursive: true }));

/** Starts the command on the sweep's file. */
function start(...options: string[]) {
  const child = spawn(process.execPath, [...process.execArgv, COMMAND, file, ...options], {
    env: { ...process.env, GAN_RUNS: join(folder, 'runs'), COUNTING_GATE: gate },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)]).then(
    ([[code], out, complaints]) => ({ code: code as number, out, complaints }),
  );
  return { child, ended };
}

function declare(seeds: number[]): void {
  writeFileSync(
    file,
    JSON.stringify({ recipe: RECIPE, seeds, settings: { by: 3 }, variants: [{ word: 'two' }] }),
  );
}

async function runs() {
  const table = await readTable(file, join(folder, 'runs', 'sweeps'));
  return new Map(table.runs.map((run) => [run.settings['seed'], run.folder]));
}

/** The process of the run of a seed, once it has begun. */
async function processOf(seed: number): Promise<number> {
  const log = logFile((await runs()).get(seed)!);
  for (;;) {
    const [, pid] = /pid (\d+)/.exec(readIfThere(log)) ?? [];
    if (pid !== undefined && isAlive(Number(pid))) return Number(pid);
    await setTimeout(20);
  }
}

/** The text of a file that comes and goes; nothing where there is none. */
function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const rows = (seeds: number[]) =>
  seeds.flatMap((seed) => [
    { seed, by: 3, word: 'two', step: 1, count: 3 * seed, half: seed / 2, note: null },
    { seed, by: 3, word: 'two', step: 2, count: 6 * seed, half: null, note: 'twice' },
  ]);

/** What the Parquet file holds, but for where each row comes from. */
const published = () =>
  training.sweep('counting', folder).drop('run', 'runSeconds', 'revision', 'node', 'tensorflow').toRecords();

test('Ctrl-C ends a sweep with its processes', async () => {
  declare([1, 2, 3, 4]);
  const { child, ended } = start('--jobs', '2');
  const pid = await processOf(2);
  child.kill('SIGINT');
  const { code, out } = await ended;
  assert.equal(code, 130);
  assert.doesNotMatch(out, /FAILED/);
  assert.match(out, /^Interrupted: the same command does the \d runs that are left\.$/m);
  assert.ok(!isAlive(pid));
  assert.ok(!isDone((await runs()).get(2)!));
});

test('the other runs end when one is killed, and the killed one is listed', async () => {
  const { ended } = start('--jobs', '2');
  process.kill(await processOf(2), 'SIGKILL');
  const { code, out, complaints } = await ended;
  // The path is given from where the command runs, so only its end is known.
  const log = logFile((await runs()).get(2)!).slice(tmpdir().length + 1);
  assert.equal(code, 1);
  assert.match(out, /^\[\d\/4\] seed=2: FAILED: killed by SIGKILL/m);
  assert.match(complaints, /^1 of 4 runs failed; the same command tries again:$/m);
  assert.match(complaints, new RegExp(`^  seed=2: killed by SIGKILL \\(.*${log}\\)$`, 'm'));
  assert.deepEqual(published(), rows([1, 3, 4]));
});

test('the same command does only what is missing', async () => {
  writeFileSync(gate, '');
  const folders = await runs();
  const times = () => [1, 3, 4].map((seed) => statSync(logFile(folders.get(seed)!)).mtimeMs);
  const before = times();
  const { code, out, complaints } = await start('--jobs', '2').ended;
  assert.equal(code, 0, complaints);
  assert.match(out, /^counting: 4 runs, 3 of them done\.\n\[4\/4\] seed=2: done in \d+ s\n/);
  assert.deepEqual(times(), before);
  assert.deepEqual(published(), rows([1, 2, 3, 4]));
});

/** Snakemake writes the path of its Python into a job script without quotes. */
const noCluster = /\s/.test(COMMAND) && 'Snakemake’s cluster jobs need a clone whose path has no space';

test(
  'where only the Parquet file is left, a cluster’s queue does the runs that it lacks',
  {
    skip: noCluster,
  },
  async () => {
    rmSync(join(folder, 'runs'), { recursive: true });
    declare([5, 1, 2, 3, 4]);
    const queue = ['--executor', 'cluster-generic', '--cluster-generic-submit-cmd', `'${QUEUE}'`];
    const { code, out, complaints } = await start(...queue, '--seconds-between-status-checks', '1').ended;
    assert.equal(code, 0, complaints);
    assert.match(out, /^counting: 5 runs, 4 of them done\.\n\[5\/5\] seed=5: done in \d+ s\n/);
    assert.deepEqual(published(), rows([5, 1, 2, 3, 4]));
  },
);

test('results that are not there are asked for in vain', () => {
  assert.throws(
    () => training.sweep('none', folder),
    /no results of a sweep "none"; there are those of counting$/,
  );
});

test('a setting that a recipe has not is refused in one line before anything runs', async () => {
  writeFileSync(file, JSON.stringify({ recipe: RECIPE, seeds: [1], settings: { bye: 3 } }));
  const { code, out, complaints } = await start().ended;
  assert.equal(code, 2);
  assert.equal(out, '');
  assert.match(complaints, /^\S*counting\.json: there is no setting "bye" \(nearest: by\).*\n$/);
});

test('what Snakemake refuses is told in one line', async () => {
  declare([6]);
  const { code, complaints } = await start('--executor', 'abacus').ended;
  assert.equal(code, 2);
  assert.match(complaints, /^Snakemake stopped: .*invalid choice: 'abacus' .*\n$/);
});

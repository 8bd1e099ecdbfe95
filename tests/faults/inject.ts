/** Runs a program in which system calls on certain files fail, or kill it. The program is as it ships: strace does it. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { withoutNoise } from '../../tools/tslab/noise.ts';

/** Skips a test that needs strace where there is none. */
export const needsStrace = {
  skip: spawnSync('strace', ['-V']).error ? 'strace is not installed: apt install strace' : false,
};

/** The calls that make a file. */
export const CALLS = ['openat', 'mkdir', 'write', 'fsync', 'rename'];

export interface Fault {
  readonly call: string;
  /** Which call of this kind fails, from 1. */
  readonly nth: number;
  /** An error's name, or the signal that ends the program. */
  readonly what: 'ENOSPC' | 'EIO' | 'KILL';
  /** Whether all calls after it fail, too. */
  readonly persistent: boolean;
}

export interface Ended {
  /** Whether the program came so far. */
  readonly reached: boolean;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

// strace traces from behind (-D), so that the program has the number of the shell, which its drafts are named by.
const SCRIPT = `trace="$1"; inject="$2"; shift 2
while [ "$1" != -- ]; do paths="$paths -P $(eval echo \\"$1\\")"; shift; done; shift
exec strace -D -f -qq -o "$trace" $paths -e trace=${CALLS.join()} -e inject="$inject" "$@"`;

/**
 * @param paths of the files whose calls count, without blanks; \`$$\` is the number of the program's process
 */
export async function inject(
  { call, nth, what, persistent }: Fault,
  command: readonly string[],
  paths: readonly string[],
): Promise<Ended> {
  const folder = mkdtempSync(join(tmpdir(), 'trace-'));
  const trace = join(folder, 'trace');
  const effect = what === 'KILL' ? 'signal=KILL' : `error=${what}`;
  const fault = `${call}:${effect}:when=${nth}${persistent ? '+' : ''}`;
  const child = spawn('sh', ['-c', SCRIPT, 'sh', trace, fault, ...paths, '--', ...command], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [stderr, [code, signal]] = await Promise.all([
    text(Readable.from(withoutNoise(child.stderr))),
    once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>,
  ]);
  const reached = signal === 'SIGKILL' || readFileSync(trace, 'utf8').includes('(INJECTED)');
  rmSync(folder, { recursive: true });
  return { reached, code, signal, stderr };
}

/**
 * Every fault: the first call of a kind fails, then the second, … until the program ends without coming so far; once and
 * from there on, with each error and by a signal.
 */
export async function eachFault(attempt: (fault: Fault) => Promise<boolean>): Promise<number> {
  const kinds = [
    { what: 'ENOSPC', persistent: false },
    { what: 'ENOSPC', persistent: true },
    { what: 'EIO', persistent: false },
    { what: 'KILL', persistent: false },
  ] as const;
  let faults = 0;
  for (const call of CALLS) {
    for (const kind of kinds) {
      for (let nth = 1; await attempt({ call, nth, ...kind }); nth += 1) faults += 1;
    }
  }
  return faults;
}

/** Executes a notebook in a clean kernel. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { withoutNoise } from '../tslab/noise.ts';
import { environment } from '../setup/environment.mjs';
import { project } from '../setup/project.mjs';
import type { Notebook } from './notebook.ts';
import type { Overrides } from './settings.ts';

/** A code cell begins or has ended; `cell` is its index in the notebook. */
export type Progress = { readonly start: number } | { readonly end: number; readonly seconds: number };

/** What execute.py says. */
type Event = Progress | { readonly notebook: Notebook } | { readonly failed: number; readonly error: string };

export interface Options {
  /** Where the kernel works. */
  readonly folder: string;
  readonly overrides?: Overrides;
  /** Beside no earlier run: kept runs go into a folder that is deleted afterwards. By default into the project's. */
  readonly alone?: boolean;
  readonly progress?: (progress: Progress) => void;
  /** Ends the execution and its kernel. */
  readonly signal?: AbortSignal;
}

/** A cell that failed; the message is what it said. */
export class CellError extends Error {
  /** The cell's index in the notebook. */
  readonly cell: number;

  constructor(cell: number, message: string) {
    super(message);
    this.cell = cell;
  }
}

/**
 * @returns the notebook with its outputs.
 * @throws CellError if a cell fails, or code in the background does.
 */
export async function execute(
  notebook: Notebook,
  { folder, overrides = {}, alone = false, progress = () => undefined, signal }: Options,
): Promise<Notebook> {
  const here = project();
  const program = fileURLToPath(new URL('execute.py', import.meta.url));
  const runs = alone ? mkdtempSync(join(tmpdir(), 'gan-runs-')) : undefined;
  // In a session of its own, so that a terminal's Ctrl-C reaches only us: we end it in an orderly way.
  const python = spawn(here.python, [program, join(here.venv, 'share', 'jupyter', 'kernels'), folder], {
    env: { ...environment(here), ...(runs && { GAN_RUNS: runs }), GAN_SET: JSON.stringify(overrides) },
    detached: true,
  });
  const end = (): boolean => python.kill('SIGTERM');
  signal?.addEventListener('abort', end);
  const ended = once(python, 'close');
  python.stdin.on('error', () => undefined).end(JSON.stringify(notebook));
  const stderr = pipeline(python.stderr, withoutNoise, process.stderr, { end: false });

  let executed: Notebook | undefined;
  let failure: CellError | undefined;
  try {
    for await (const line of createInterface({ input: python.stdout })) {
      const event = JSON.parse(line) as Event;
      if ('notebook' in event) executed = event.notebook;
      else if ('failed' in event) failure = new CellError(event.failed, event.error);
      else progress(event);
    }
    await Promise.all([ended, stderr]);
  } finally {
    if (runs) rmSync(runs, { recursive: true, force: true });
    signal?.removeEventListener('abort', end);
  }
  signal?.throwIfAborted();
  if (failure) throw failure;
  if (!executed) throw new Error('execute.py ended without a result; what it said is above.');
  return executed;
}

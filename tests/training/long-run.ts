// Run by memory.test.ts: trains for long and sends how much memory there was after `warm` steps and after `steps` more.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { training } from 'gan-lib';
import { recipes, type Recipe } from './recipes.ts';

const [recipe, warm, steps] = process.argv.slice(2) as [Recipe, string, string];

export interface Memory {
  readonly tensors: number;
  /** Bytes. */
  readonly resident: number;
}

function memory(): Memory {
  globalThis.gc!();
  return { tensors: tf.memory().numTensors, resident: process.memoryUsage.rss() };
}

const folder = mkdtempSync(join(tmpdir(), 'long-run-'));
const trainer = new training.Trainer({ game: recipes[recipe](1) });
const hooks = [
  training.checkpoints(join(folder, 'latest.safetensors'), 250),
  // What V8 may put off is not what is looked for; a leak survives its collection.
  { every: 100, run: () => (globalThis.gc!(), { metric: 1 }) },
];
await trainer.train({ steps: Number(warm), hooks });
const before = memory();
await trainer.train({ steps: Number(warm) + Number(steps), hooks });
process.send!({ before, after: memory() });
process.disconnect();
rmSync(folder, { recursive: true });

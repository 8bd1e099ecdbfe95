// Run by crash.test.ts: trains, saves a checkpoint at step 1 and says so; then trains on and saves again, and dies by
// SIGKILL at the point of the second write that it was told. Told 'outside', it writes until it is killed from there.
import fs from 'node:fs';
import { training } from 'gan-lib';
import { crashing } from './crashing.ts';

const [file, point] = process.argv.slice(2) as [string, string];
const trainer = crashing();
await trainer.train({ steps: 1 });
trainer.save(file);

const die = (): never => {
  process.kill(process.pid, 'SIGKILL');
  for (;;); // the signal is on its way
};
const { writeSync, fsyncSync, renameSync } = fs;
const points: Record<string, () => void> = {
  'before anything is written': () => (fs.writeSync = die),
  'when half is written': () => {
    fs.writeSync = ((descriptor: number, bytes: Uint8Array) => {
      writeSync(descriptor, bytes.subarray(0, bytes.length / 2));
      fsyncSync(descriptor);
      die();
    }) as typeof fs.writeSync;
  },
  'when all is written': () => (fs.fsyncSync = die),
  'before it is put in its place': () => (fs.renameSync = die),
  'after it was put in its place': () => {
    fs.renameSync = (from, to) => {
      renameSync(from, to);
      die();
    };
  },
};
points[point]?.();
await new Promise((sent) => process.send!('saved', sent));
await trainer.train({ steps: 1000, hooks: [training.checkpoints(file, 1)] });

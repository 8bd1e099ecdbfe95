import type { Hook } from './trainer';

/** Writes a checkpoint to `file` every so many steps and at the end, over the one before. */
export function checkpoints(file: string, every: number): Hook {
  return { every, run: (trainer) => trainer.save(file) };
}

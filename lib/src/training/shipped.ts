/** Trainings that were finished in advance and are shipped with the lessons, so that nobody has to wait for them. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { differences, display } from '../notebook';
import type { Trainer } from './trainer';

const FOLDER = resolve(__dirname, '../../../data/checkpoints');
const ENDING = '.safetensors';

/**
 * Ships where a training stands: weights in half precision, history and settings, without what the optimisers remember.
 *
 * @param lesson whose: `02-dcgan-loss-opacity`
 * @param folder by default the project's data/checkpoints
 * @returns the file
 */
export function ship(lesson: string, trainer: Trainer, folder = FOLDER): string {
  const file = join(folder, `${lesson}${ENDING}`);
  trainer.save(file, { compact: true });
  return file;
}

/**
 * Puts a trainer where the shipped one of a lesson stands, and shows that it did, and which settings differ: those of the shipped
 * one hold. Training that goes on from there begins with fresh optimisers.
 *
 * @throws Error saying what is wrong if none is shipped, or one that is damaged or of other networks; nothing changes then
 */
export function startFromShipped(lesson: string, trainer: Trainer, folder = FOLDER): void {
  const file = join(folder, `${lesson}${ENDING}`);
  if (!existsSync(file)) throw new Error(`no training of ${lesson} is shipped; there is ${shipped(folder)}`);
  const settings = trainer.load(file);
  const other = differences(settings, trainer.settings)
    .filter(({ name }) => name !== 'start' && name !== 'profile')
    .map(({ name, before, after }) => `${name} ${String(before)}, not ${String(after)}`);
  const lines = [
    `Not trained here: these networks had been trained for ${trainer.step} steps before (${basename(file)}).`,
    ...(other.length > 0 ? [`They were trained with ${other.join('; ')}.`] : []),
    `With start: 'training' you train your own.`,
  ];
  display({ 'text/plain': lines.join('\n') });
}

function shipped(folder: string): string {
  const files = existsSync(folder) ? readdirSync(folder) : [];
  const lessons = files.filter((file) => file.endsWith(ENDING)).map((file) => basename(file, ENDING));
  return lessons.join(', ') || 'none';
}

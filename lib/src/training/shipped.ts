/** Trainings that were finished in advance and are shipped with the lessons, so that nobody has to wait for them. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { differences, display } from '../notebook';
import type { Trainer } from './trainer';

/** The trainings of a lesson, each under a name of its own. */
export type Trainers = Readonly<Record<string, Trainer>>;

const FOLDER = resolve(__dirname, '../../../data/checkpoints');
const ENDING = '.safetensors';
const fileOf = (lesson: string, name: string, folder: string): string =>
  join(folder, `${lesson}.${name}${ENDING}`);

/**
 * Ships where trainings stand: weights in half precision, history and settings, without what the optimisers remember.
 *
 * @param lesson whose: `02-dcgan-loss-opacity`
 * @param folder by default the project's data/checkpoints
 * @returns the files, one a training
 */
export function ship(lesson: string, trainers: Trainers, folder = FOLDER): string[] {
  return Object.entries(trainers).map(([name, trainer]) => {
    const file = fileOf(lesson, name, folder);
    trainer.save(file, { compact: true });
    return file;
  });
}

/**
 * Puts trainers where the shipped ones of a lesson stand, and shows that it did, and which settings differ: those of the shipped
 * ones hold. Training that goes on from there begins with fresh optimisers.
 *
 * @throws Error saying what is wrong if one is not shipped, when no trainer has changed, or one that is damaged or of other networks,
 * when it and those behind it have not
 */
export function startFromShipped(lesson: string, trainers: Trainers, folder = FOLDER): void {
  const all = Object.entries(trainers).map(([name, trainer]) => ({
    trainer,
    file: fileOf(lesson, name, folder),
  }));
  const missing = all.find(({ file }) => !existsSync(file));
  if (missing) throw new Error(`${basename(missing.file)} is not shipped; there is ${shipped(folder)}`);
  const lines = all.flatMap(({ trainer, file }) => {
    const settings = trainer.load(file);
    const other = differences(settings, trainer.settings)
      .filter(({ name }) => name !== 'start' && name !== 'profile')
      .map(({ name, before, after }) => `${name} ${String(before)}, not ${String(after)}`);
    return [
      `Not trained here: these networks had been trained for ${trainer.step} steps before (${basename(file)}).`,
      ...(other.length > 0 ? [`They were trained with ${other.join('; ')}.`] : []),
    ];
  });
  display({ 'text/plain': [...lines, `With start: 'training' you train your own.`].join('\n') });
}

function shipped(folder: string): string {
  const files = existsSync(folder) ? readdirSync(folder) : [];
  return files.filter((file) => file.endsWith(ENDING)).join(', ') || 'nothing';
}

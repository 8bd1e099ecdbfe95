/**
 * A run's folder, runs/sweeps/<experiment>/<fingerprint of its settings>:
 *
 *   settings.json  what to run
 *   log.txt        what the run printed
 *   result.json    the rows it ended with, or
 *   failed         the exit code it ended with
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { replaceFile } from '../setup/files.mjs';
import type { Settings } from './experiment.ts';
import type { Row } from './recipe.ts';

export interface Assignment {
  /** Recipe or notebook. */
  readonly file: string;
  readonly settings: Settings;
}

export const logFile = (folder: string): string => join(folder, 'log.txt');
const settingsFile = (folder: string) => join(folder, 'settings.json');
const resultFile = (folder: string) => join(folder, 'result.json');
const failureFile = (folder: string) => join(folder, 'failed');

/** Makes the folder, and forgets how the run has failed. */
export function assign(folder: string, { file, settings }: Assignment): void {
  mkdirSync(folder, { recursive: true });
  if (!isDone(folder)) for (const file of [failureFile, logFile]) rmSync(file(folder), { force: true });
  replaceFile(settingsFile(folder), JSON.stringify({ file, settings }, null, 2));
}

export function assignment(folder: string): Assignment {
  return JSON.parse(readFileSync(settingsFile(folder), 'utf8')) as Assignment;
}

/** Whether the run has begun. */
export function hasBegun(folder: string): boolean {
  return existsSync(logFile(folder));
}

export function finish(folder: string, rows: readonly Row[]): void {
  replaceFile(resultFile(folder), JSON.stringify(rows, null, 2));
}

export function isDone(folder: string): boolean {
  return existsSync(resultFile(folder));
}

/** The rows that the run ended with. */
export function rowsOf(folder: string): Row[] {
  return JSON.parse(readFileSync(resultFile(folder), 'utf8')) as Row[];
}

/** Why the run failed; undefined if it did not, has not ended, or was interrupted by Ctrl-C. */
export function failure(folder: string): string | undefined {
  const code = existsSync(failureFile(folder)) && readFileSync(failureFile(folder), 'utf8');
  if (!code) return undefined;
  const signal = Object.entries(constants.signals).find(([, number]) => Number(code) === 128 + number);
  if (signal) return signal[0] === 'SIGINT' ? undefined : `killed by ${signal[0]}`;
  // The line on which Node names an error that nobody caught.
  const lines = readFileSync(logFile(folder), 'utf8').split('\n');
  return lines.findLast((line) => /^[A-Z]\w*[a-z]( \[\w+\])?: /.test(line)) ?? `exit code ${code.trim()}`;
}

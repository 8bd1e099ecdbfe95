/** The library as a page gets it, in this process. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as tf from '@tensorflow/tfjs-core';
import { project } from '../../tools/setup/project.mjs';

/** What training in a page is asked for, and what comes back. */
export type Session = (request: {
  settings: Record<string, unknown>;
  restart?: boolean;
  play?: { who: string; count: number; milliseconds: number };
  judge?: boolean;
}) => {
  step: number;
  losses: (readonly [step: number, discriminator: number, generator: number])[];
  generated: Float32Array;
  arrows: Float32Array;
  surface: Float32Array;
  judged?: { js: number; covered: number; highQuality: number };
  diverged: boolean;
};

export interface PageLibrary {
  readonly tf: typeof tf;
  startBackend(binary: ArrayBuffer, wanted: readonly string[]): Promise<string>;
  readonly services: { playground(): Session };
}

/** Apart from the library that the test itself uses: with a TensorFlow.js of its own, in plain JavaScript. */
export async function pageLibrary(): Promise<PageLibrary> {
  const source = readFileSync(join(project().root, 'lib', 'dist', 'page', 'library.js'), 'utf8');
  const module = { exports: {} };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const define = new Function('exports', 'module', 'window', source) as (...given: unknown[]) => void;
  define(module.exports, module, { document: {} });
  const library = module.exports as PageLibrary;
  await library.startBackend(new ArrayBuffer(0), ['cpu']);
  return library;
}

/** Lesson 01's game, as the playground begins. */
export const FIRST = { game: 'ns', rateD: 1e-3, rateG: 3e-4, stepsD: 1, stepsG: 1, modes: 8, seed: 1 };

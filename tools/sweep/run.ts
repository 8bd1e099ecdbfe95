// node run.ts <folder> <revision>: one run of a sweep. It ends with the folder's result.json, or fails.

import * as tf from '@tensorflow/tfjs-node';
import { notebook } from 'gan-lib';
import { experiment } from './experiment.ts';
import type { Row } from './recipe.ts';
import { assignment, finish } from './runs.ts';

const [folder = '', revision = ''] = process.argv.slice(2);
const { file, settings } = assignment(folder);
console.log(file, settings);
const start = performance.now();

const { run } = await experiment(file);
const rows = await notebook.interruptible((signal) => {
  // Else a training would end early and its result look like any other.
  signal.addEventListener('abort', () => process.exit(130));
  return run(settings, folder);
});
if (rows.length === 0) throw new Error('the recipe gave no row');

const { binding } = tf.backend() as unknown as { binding: { TF_Version: string } };
const about = {
  run: folder,
  runSeconds: (performance.now() - start) / 1000,
  revision,
  node: process.versions.node,
  tensorflow: binding.TF_Version,
};
finish(
  folder,
  rows.map((row) => join(settings, row, about)),
);

/** One row of several parts. */
function join(...parts: readonly Row[]): Row {
  const names = parts.flatMap((part) => Object.keys(part));
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined)
    throw new Error(
      `a run's result may not be called ${twice}, which is a setting or is written with every run`,
    );
  return Object.assign({}, ...parts) as Row;
}

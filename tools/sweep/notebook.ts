/** A notebook as an experiment: executed from top to bottom, its row is what it published by `kernel.result`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';

import { kernel } from 'gan-lib';
import ts from 'typescript';
import { environment } from '../setup/environment.mjs';
import { project } from '../setup/project.mjs';
import { texts, type Experiment, type Settings } from './experiment.ts';
import type { Row } from './recipe.ts';

/** As much of the notebook format as is needed here. */
interface Notebook {
  readonly cells: readonly {
    readonly source: string | readonly string[];
    readonly metadata: { readonly tags?: readonly string[] };
    readonly outputs?: readonly { readonly data?: Readonly<Record<string, unknown>> }[];
  }[];
}

export function notebookExperiment(file: string): Experiment {
  return {
    settings: (given) => configured(file, given),
    run: async (settings, folder) => [published(await execute(file, settings, folder))],
  };
}

/** What the cell tagged `configuration` comes to where some settings are given. */
function configured(file: string, given: Settings): Settings {
  const cell = read(file).cells.find(({ metadata }) => metadata.tags?.includes('configuration'));
  if (!cell) throw new RangeError(`${file} has no cell tagged "configuration"`);
  const source = ts.transpile([cell.source].flat().join(''), { target: ts.ScriptTarget.ES2022 });
  const configure = (options: kernel.Options) => kernel.configure(options, texts(given));
  const evaluate = compileFunction(`${source}\nreturn settings;`, ['kernel']) as (names: object) => Settings;
  return evaluate({ ...kernel, configure });
}

/** Executes a notebook where it stands; what it comes to is kept in `folder`. */
async function execute(file: string, settings: Settings, folder: string): Promise<Notebook> {
  const here = project();
  const options = ['--to=notebook', '--execute', '--ExecutePreprocessor.timeout=-1'];
  const output = [`--output-dir=${folder}`, '--output=executed'];
  const nbconvert = spawn(here.python, ['-m', 'nbconvert', ...options, ...output, file], {
    env: { ...environment(here), GAN_SET: JSON.stringify(texts(settings)) },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = (await once(nbconvert, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${file} stopped at an error, which is above`);
  return read(join(folder, 'executed.ipynb'));
}

function published({ cells }: Notebook): Row {
  const outputs = cells.flatMap(({ outputs = [] }) => outputs);
  const results = outputs.flatMap(({ data }) => data?.['application/vnd.gan.result+json'] ?? []) as Row[];
  if (results.length === 0) throw new Error('the notebook has no result: it calls kernel.result nowhere');
  return Object.assign({}, ...results) as Row;
}

function read(file: string): Notebook {
  return JSON.parse(readFileSync(file, 'utf8')) as Notebook;
}

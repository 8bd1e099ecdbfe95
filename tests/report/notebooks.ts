/** Small notebooks for the tests of reports. */
import type { Cell, Notebook } from '../../tools/report/notebook.ts';

export function notebook(...cells: Cell[]): Notebook {
  const kernelspec = { name: 'tslab', display_name: 'TypeScript', language: 'typescript' };
  return { cells, metadata: { kernelspec }, ...{ nbformat: 4, nbformat_minor: 4 } };
}

export function markdown(source: string): Cell {
  return { cell_type: 'markdown', source, metadata: {} };
}

export function code(source: string, ...tags: string[]): Cell {
  return { cell_type: 'code', source, metadata: { tags }, outputs: [], ...{ execution_count: null } };
}

export const configuration = code(
  `const { choice, configure, integer, number } = notebook;
const settings = configure({
  profile: choice('full', ['full', 'quick']), // quick for a first look
  steps: integer(4000, { min: 1, max: 100_000, quick: 300 }), // how far to count
  rate: number(2e-4, { min: 1e-6, max: 1 }), // how fast
});
settings`,
  'configuration',
);

/** A notebook that uses what lessons use, in a second or two. */
export const tiny = notebook(
  markdown('# A <tiny> lesson\n\nCounting to $n$ takes $n$ steps:\n\n$$\\sum_{i=1}^n 1 = n.$$'),
  code("import { notebook } from 'gan-lib';\nimport pl from 'nodejs-polars';"),
  configuration,
  code(
    'let count = 0;\nfor (let step = 0; step < settings.steps; step++) count += 1;\nnotebook.result({ count, rate: settings.rate });',
  ),
  code("pl.DataFrame({ step: [1, 2], 'the loss': [0.5, 0.25] })"),
);

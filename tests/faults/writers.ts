/** What writes files that someone would miss: how each is made to write a number, and how that is read again. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { project } from '../../tools/setup/project.mjs';
import { code, notebook } from '../report/notebooks.ts';

// Each loads what it needs and no more: they are started some hundred times.
const require = createRequire(import.meta.url);
const checkpoints = () =>
  require('gan-lib/dist/training/checkpoint') as typeof import('gan-lib/dist/training/checkpoint.js');
const { runs, history } = {
  runs: () => require('gan-lib/dist/training/runs') as typeof import('gan-lib/dist/training/runs.js'),
  history: () =>
    require('gan-lib/dist/training/history') as typeof import('gan-lib/dist/training/history.js'),
};

export interface Writer {
  /** The file or folder that it makes, in a folder of its own. */
  readonly place: string;
  /** What it writes to on the way; `$$` is the number of its process. */
  readonly drafts: readonly string[];
  /** @param value a number that what is written holds; large enough that not all is written at once */
  write(folder: string, value: number): unknown;
  /** @throws if what is there cannot be read */
  read(folder: string): number | Promise<number>;
}

/** A sweep of one run. */
const table = (folder: string) => ({
  name: 'sweep',
  results: join(folder, 'sweep.parquet'),
  runs: [{ id: 'a', folder: join(folder, 'run') }],
});

/** A step of set-up whose result is the number that it is of. */
const step = (value: number) => ({
  id: 'step',
  title: 'A step',
  needs: { download: 0, disk: 0 },
  key: () => String(value),
  makes: () => [],
  run: async () => undefined,
});
const silence = new Writable({ write: (_chunk, _encoding, done) => done() });

export const writers: Readonly<Record<string, Writer>> = {
  checkpoint: {
    place: 'latest.safetensors',
    drafts: ['latest.safetensors.$$.partial'],
    write(folder, value) {
      const tensors = { weights: { shape: [30_000], values: new Float32Array(30_000).fill(value) } };
      checkpoints().writeCheckpoint(join(folder, 'latest.safetensors'), { state: { value }, tensors });
    },
    read: (folder) => {
      const { state, tensors } = checkpoints().readCheckpoint(join(folder, 'latest.safetensors'));
      return tensors['weights']?.values.every((weight) => weight === state['value'])
        ? Number(state['value'])
        : NaN;
    },
  },
  'kept run': {
    place: 'runs',
    drafts: ['runs/.$$.partial', 'runs/.$$.partial/history.parquet', 'runs/.$$.partial/run.json'],
    write(folder, value) {
      const { History } = history();
      const { Runs } = runs();
      const trainer = {
        settings: { value },
        step: 1,
        seconds: 1,
        history: new History([{ step: 1, loss: value }]),
      };
      new Runs('runs', folder).keep(trainer as unknown as Parameters<InstanceType<typeof Runs>['keep']>[0]);
    },
    read(folder) {
      const { Runs } = runs();
      const values = new Runs('runs', folder)
        .list()
        .map((run) => [run.settings['value'], run.columns()['loss']?.[0]]);
      return values.every(([setting, loss]) => setting === loss) ? Number(values.at(-1)?.[0]) : NaN;
    },
  },
  'saved notebook': {
    place: '01.ipynb',
    drafts: ['01.ipynb.$$.partial'],
    async write(folder, value) {
      const { save } = await import('../../tools/report/saved.ts');
      save({ folder, name: '01' }, notebook(code(String(value))));
    },
    async read(folder) {
      const { readNotebook } = await import('../../tools/report/notebook.ts');
      return Number(readNotebook({ folder, name: '01' }).cells[0]?.source);
    },
  },
  'result of a run of a sweep': {
    place: 'run/result.json',
    drafts: ['run/result.json.$$.partial'],
    async write(folder, value) {
      const { finish } = await import('../../tools/sweep/runs.ts');
      mkdirSync(join(folder, 'run'), { recursive: true });
      finish(join(folder, 'run'), [{ value }]);
    },
    async read(folder) {
      const { rowsOf } = await import('../../tools/sweep/runs.ts');
      return Number(rowsOf(join(folder, 'run'))[0]?.['value']);
    },
  },
  'results of a sweep': {
    place: 'sweep.parquet',
    drafts: ['sweep.parquet.$$.partial'],
    async write(folder, value) {
      const { gather } = await import('../../tools/sweep/results.ts');
      mkdirSync(join(folder, 'run'), { recursive: true });
      writeFileSync(join(folder, 'run', 'result.json'), JSON.stringify([{ run: 'a', value }]));
      gather(table(folder) as unknown as Parameters<typeof gather>[0]);
    },
    async read(folder) {
      const { restore } = await import('../../tools/sweep/results.ts');
      const { rowsOf } = await import('../../tools/sweep/runs.ts');
      const clone = join(folder, 'clone');
      rmSync(clone, { recursive: true, force: true });
      mkdirSync(join(clone, 'run'), { recursive: true });
      restore({ ...table(clone), results: join(folder, 'sweep.parquet') } as unknown as Parameters<
        typeof restore
      >[0]);
      return Number(rowsOf(join(clone, 'run'))[0]?.['value']);
    },
  },
  'stamp of a step': {
    place: '.setup/stamps/step',
    drafts: ['.setup/stamps/step.new'],
    async write(folder, value) {
      const { setUp } = await import('../../tools/setup/steps.mjs');
      await setUp(project(folder), [step(value)], { out: silence });
    },
    read(folder) {
      const stamp = join(folder, '.setup', 'stamps', 'step');
      return existsSync(stamp) ? Number(readFileSync(stamp, 'utf8')) : NaN;
    },
  },
};

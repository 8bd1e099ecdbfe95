/** A sweep's file: which runs it declares. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fingerprint } from '../setup/files.mjs';
import { UserError } from '../setup/user-error.mjs';
import { ROOT } from '../setup/project.mjs';
import { experiment, type Settings } from './experiment.ts';
import type { Value } from './recipe.ts';

export interface SweepRun {
  /** Experiment and fingerprint of all settings: a run that two sweeps declare is run once. */
  readonly id: string;
  readonly folder: string;
  /** Recipe or notebook. */
  readonly file: string;
  readonly settings: Settings;
  /** Its seed, and its settings in which the sweep's runs differ. */
  readonly label: string;
}

export interface Table {
  readonly name: string;
  /** The folder of all sweeps' runs, which a run's `id` is relative to. */
  readonly folder: string;
  /** Parquet file of the results, beside the sweep's file. */
  readonly results: string;
  readonly runs: readonly SweepRun[];
}

/** What a sweep's file holds. In `settings` and `variants` a list stands for one run with each of its values. */
interface Declaration {
  /** A file of recipes/, without its ending; or a path, relative to the sweep's file. */
  readonly recipe?: string;
  /** A notebook's number or name; or a path, relative to the sweep's file. */
  readonly notebook?: string;
  readonly seeds: readonly number[];
  /** What all runs have. */
  readonly settings?: Axes;
  /** What some runs have: each of these is combined with `settings`. */
  readonly variants?: readonly Axes[];
  /** What the runs are to show, by which measure and threshold, and what a null model gets: fixed before they are done. */
  readonly claims?: readonly string[];
}

type Axes = Readonly<Record<string, Value | readonly Value[]>>;

const FORM =
  '{"recipe": name (or "notebook": name), "seeds": [1, 2, …], "settings": {name: value or list of values, …}}';

const RECIPES = fileURLToPath(new URL('recipes', import.meta.url));
const NOTEBOOKS = join(ROOT, 'notebooks');
const FOLDER = resolve(process.env['GAN_RUNS'] ?? join(ROOT, 'runs'), 'sweeps');

/**
 * Reads a sweep's file and checks every run of it.
 * @throws UserError in one line: what is wrong, and what is allowed
 */
export async function readTable(file: string, folder = FOLDER): Promise<Table> {
  try {
    const declaration = parse(file);
    const source = find(declaration, dirname(resolve(file)));
    const { settings } = await experiment(source);
    const rows = combinations(declaration).map(settings);
    const vary = varying(rows);
    const runs = rows.map((settings) => {
      const id = join(basename(source, extname(source)), identity(settings));
      const label = vary.map((name) => `${name}=${settings[name]}`).join(' ');
      return { id, folder: join(folder, id), file: source, settings, label };
    });
    return {
      name: basename(file, '.json'),
      folder,
      results: resolve(dirname(file), `${basename(file, '.json')}.parquet`),
      runs: distinct(runs),
    };
  } catch (error) {
    if (!(error instanceof UserError || error instanceof RangeError)) throw error;
    throw new UserError(`${relative('', file)}: ${error.message}`);
  }
}

/** Runs that a sweep may have. */
const MOST = 10_000;

/** Every combination of the settings' values, of each variant, with each seed. */
export function combinations({ seeds, settings = {}, variants = [{}] }: Declaration): Settings[] {
  const runs = (axes: Axes) =>
    Object.values(axes).reduce<number>((count, values) => count * [values].flat().length, 1);
  const all = variants.reduce((sum, variant) => sum + seeds.length * runs({ ...settings, ...variant }), 0);
  if (all > MOST) throw new UserError(`a sweep has at most ${MOST} runs, this one has ${all}`);
  return variants.flatMap((variant) => product({ ...settings, ...variant, seed: seeds }));
}

function product(axes: Axes): Settings[] {
  return Object.entries(axes).reduce<Settings[]>(
    (rows, [name, values]) =>
      rows.flatMap((row) => [values].flat().map((value) => ({ ...row, [name]: value }))),
    [{}],
  );
}

function identity(settings: Settings): string {
  return fingerprint(JSON.stringify(Object.entries(settings).sort()));
}

/** The seed, and the settings that are not the same in all runs. */
function varying(runs: readonly Settings[]): string[] {
  return Object.keys(runs[0]!).filter(
    (name) => name === 'seed' || runs.some((run) => run[name] !== runs[0]![name]),
  );
}

function distinct(runs: readonly SweepRun[]): readonly SweepRun[] {
  const twice = runs.find((run, i) => runs.findIndex(({ id }) => id === run.id) < i);
  if (twice) throw new UserError(`it declares the run ${twice.label} twice`);
  return runs;
}

function parse(file: string): Declaration {
  if (!existsSync(file)) throw new UserError('there is no such file');
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UserError(`it is not JSON: ${(error as Error).message.replaceAll('\n', ' ')}`);
  }
  return check(value);
}

function check(value: unknown): Declaration {
  if (!isObject(value)) throw new UserError(`a sweep is ${FORM}`);
  const { recipe, notebook, seeds, settings = {}, variants = [{}], claims = [], ...others } = value;
  const unknown = Object.keys(others)[0];
  if (unknown !== undefined) throw new UserError(`there is no "${unknown}" in a sweep, which is ${FORM}`);
  if ((recipe === undefined) === (notebook === undefined) || typeof (recipe ?? notebook) !== 'string')
    throw new UserError(`it has to name one recipe or one notebook, as ${FORM}`);
  if (!isList(seeds) || !seeds.every(isSeed))
    throw new UserError(`"seeds" is a list of whole numbers of at least 0, not ${JSON.stringify(seeds)}`);
  if (!isList(variants))
    throw new UserError(`"variants" is a list of settings, not ${JSON.stringify(variants)}`);
  if (!Array.isArray(claims) || !claims.every((claim) => typeof claim === 'string'))
    throw new UserError(`"claims" is a list of sentences, not ${JSON.stringify(claims)}`);
  for (const axes of [settings, ...variants]) checkAxes(axes);
  return value as unknown as Declaration;
}

const isSeed = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;

function checkAxes(axes: unknown): void {
  if (!isObject(axes))
    throw new UserError(`settings are {name: value or list of values}, not ${JSON.stringify(axes)}`);
  if ('seed' in axes) throw new UserError('seeds stand in "seeds", not in settings');
  for (const [name, values] of Object.entries(axes)) {
    const list = isList(values) ? values : [values];
    if (!list.every((value) => ['number', 'string', 'boolean'].includes(typeof value)))
      throw new UserError(
        `setting ${name} is a number, a text, true or false, or a list of these, not ${JSON.stringify(values)}`,
      );
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value) && value.length > 0;

/** The file of the recipe or notebook that is declared. */
function find({ recipe, notebook }: Declaration, here: string): string {
  return recipe === undefined
    ? inFolder(NOTEBOOKS, '.ipynb', notebook!, here)
    : inFolder(RECIPES, '.ts', recipe, here);
}

/** @param name of a file in `folder`, or its beginning up to a dash; or a path from `here` */
function inFolder(folder: string, ending: string, name: string, here: string): string {
  if (name.endsWith(ending)) {
    const file = resolve(here, name);
    if (existsSync(file)) return file;
    throw new UserError(`there is no ${relative('', file)}`);
  }
  const names = readdirSync(folder).flatMap((file) =>
    file.endsWith(ending) ? [basename(file, ending)] : [],
  );
  const found = names.find((other) => other === name) ?? names.find((other) => other.startsWith(`${name}-`));
  if (found === undefined)
    throw new UserError(`there is no "${name}" in ${relative('', folder)}, only ${names.join(', ')}`);
  return join(folder, found + ending);
}

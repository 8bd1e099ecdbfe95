/** What a sweep runs many times: a recipe or a notebook. */
import { pathToFileURL } from 'node:url';
import { notebook } from 'gan-lib';
import { notebookExperiment } from './notebook.ts';
import type { Recipe, Row, Value } from './recipe.ts';

export type Settings = Readonly<Record<string, Value>>;

export interface Experiment {
  /**
   * All settings of a run, those that are `given` among them.
   * @throws RangeError naming the setting and what is allowed
   */
  settings(given: Settings): Settings;
  /** @param folder where the run may leave files */
  run(settings: Settings, folder: string): Promise<readonly Row[]>;
}

/** @param file a recipe (.ts) or a notebook (.ipynb) */
export async function experiment(file: string): Promise<Experiment> {
  return file.endsWith('.ipynb') ? notebookExperiment(file) : recipeExperiment(file);
}

async function recipeExperiment(file: string): Promise<Experiment> {
  const { options, run } = ((await import(pathToFileURL(file).href)) as { default: Recipe }).default;
  const configured = (given: Settings) => notebook.configure(options, texts(given));
  return {
    settings: (given) => configured(given) as Settings,
    run: async (settings) => [await run(configured(settings))].flat(),
  };
}

/** Settings as text, which is how they replace those that are written down. */
export function texts(settings: Settings): Record<string, string> {
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, String(value)]));
}

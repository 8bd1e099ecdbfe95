/** A notebook as an experiment: executed from top to bottom, its row is what it published by `notebook.result`. */
import { basename, dirname, join } from 'node:path';
import { execute } from '../report/execute.ts';
import { readNotebook } from '../report/notebook.ts';
import { results } from '../report/outputs.ts';
import { checkSettings } from '../report/settings.ts';
import { replaceFile } from '../setup/files.mjs';
import { texts, type Experiment, type Settings } from './experiment.ts';

/** The settings of a run are those of the notebook's configuration cell; the executed notebook is kept with its row. */
export function notebookExperiment(file: string): Experiment {
  const place = { folder: dirname(file), name: basename(file, '.ipynb') };
  const notebook = readNotebook(place);
  return {
    settings: (given) => checkSettings(place.name, notebook, texts(given)).settings as Settings,
    async run(settings, folder) {
      const overrides = texts(settings);
      const executed = await execute(notebook, { folder: place.folder, overrides, alone: true });
      replaceFile(join(folder, 'executed.ipynb'), JSON.stringify(executed, null, 1));
      const row = results(executed);
      if (Object.keys(row).length > 0) return [row];
      throw new Error('the notebook has no result: it calls notebook.result nowhere');
    },
  };
}

// JupyterLab's renderers of Vega and Plotly write a picture of each chart that they draw into the notebook: it is then
// called edited as soon as it is opened, and a file that is saved grows by every chart. Charts bring a picture of their
// own, so the renderers are changed to leave the notebook alone.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../user-error.mjs';
import { fingerprint, replaceFile } from '../files.mjs';
import { python } from './python.mjs';

/**
 * What is replaced by what, in a file of which folder. Versions are locked, so each text is there, and once.
 * @type {{ folder: string, before: string, after: string }[]}
 */
const CHANGES = [
  {
    folder: 'lab/static',
    before: ',e.data["image/png"])return;let h=await this._result.view.toImageURL(',
    after: ',!0)return;let h=await this._result.view.toImageURL(',
  },
  {
    folder: 'labextensions/jupyterlab-plotly/static',
    before: 'r.data["image/png"]!==i&&r.setData({data:{...r.data,"image/png":i}})',
    after: 'this._picture=i',
  },
  {
    folder: 'labextensions/jupyterlab-plotly/static',
    before: '"plotly_webglcontextlost",()=>{let t=r.data["image/png"];',
    after: '"plotly_webglcontextlost",()=>{let t=this._picture;',
  },
];

/** @type {import('../steps.mjs').Step} */
export const renderers = {
  id: 'renderers',
  title: 'Charts that leave a notebook as it is',
  needs: { download: 0, disk: 0 },
  key: (project) => fingerprint(python.key(project), JSON.stringify(CHANGES)),
  makes: (project) => [python.makes(project)[0] ?? ''],
  async run({ venv }) {
    for (const change of CHANGES) replaceIn(join(venv, 'share', 'jupyter'), change);
  },
};

/**
 * @param {string} jupyter where the folders are
 * @param {(typeof CHANGES)[number]} change
 */
function replaceIn(jupyter, { folder, before, after }) {
  const files = readdirSync(join(jupyter, folder))
    .filter((name) => name.endsWith('.js'))
    .map((name) => join(jupyter, folder, name));
  const holds = (/** @type {string} */ text) =>
    files.find((file) => readFileSync(file, 'utf8').includes(text));
  const file = holds(before);
  // A new file: the old one may be a link into uv's cache.
  if (file)
    replaceFile(
      file,
      readFileSync(file, 'utf8').replace(before, () => after),
    );
  else if (!holds(after)) throw new UserError(`nothing in ${folder} is as renderers.mjs knows it`);
}

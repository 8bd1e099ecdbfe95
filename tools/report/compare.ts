/** Two runs of a notebook on one page: what was set differently, what came out, curves overlaid, samples side by side. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../setup/user-error.mjs';
import { curves, type Curve } from './curves.ts';
import { provenanceOf } from './provenance.ts';
import { readNotebook, type Cell, type Notebook } from './notebook.ts';
import { displayed, pictureOf, results, title } from './outputs.ts';
import { escape, html, output, page, prose, table } from './page.ts';

/** The room of lib that draws, which loads no TensorFlow. */
type Plots = typeof import('gan-lib').plots;

/** An executed notebook. */
export interface Run {
  readonly path: string;
  readonly notebook: Notebook;
}

/**
 * Reads a run.
 *
 * @param path of a report, beside which its executed notebook is; or of an executed notebook
 * @throws UserError that says what is wrong with it
 */
export function readRun(path: string): Run {
  const file = path.replace(/\.html$/, '.ipynb');
  if (!file.endsWith('.ipynb') || !existsSync(file)) {
    throw new UserError(
      `${path} is no run: give a report (.html, with its .ipynb beside it) or an executed notebook (.ipynb).`,
    );
  }
  let notebook: Notebook;
  try {
    notebook = readNotebook({ folder: dirname(file), name: basename(file, '.ipynb') });
  } catch {
    throw new UserError(`${file} is no notebook.`);
  }
  if (displayed(notebook).length === 0) throw new UserError(`${file} has no outputs: execute it first.`);
  return { path, notebook };
}

/** @throws UserError if they are runs of two notebooks */
export async function comparison(before: Run, after: Run): Promise<Notebook> {
  const runs = [before, after] as const;
  const [heading, other] = runs.map(({ notebook }) => title(notebook) ?? 'no heading') as [string, string];
  if (heading !== other) throw new UserError(`These are runs of two notebooks, "${heading}" and "${other}".`);
  const settings = differing(runs.map(({ notebook }) => settingsOf(notebook)));
  const names = namesOf(settings);
  return page(
    prose(`# ${heading}: two runs`),
    html(
      `<p>The <strong>first run</strong> is ${escape(names[0])}, the <strong>second</strong> ${escape(names[1])}.</p>`,
    ),
    prose('## What was set'),
    settings.length > 0
      ? table(['setting', 'first run', 'second run'], settings)
      : prose('As far as the runs know, nothing: both have the same settings.'),
    table(
      ['', 'first run', 'second run'],
      [
        ['file', ...runs.map(({ path }) => join(basename(dirname(path)), basename(path)))],
        ...differing(runs.map(({ notebook }) => provenanceOf(notebook)?.about ?? {})),
      ],
    ),
    prose('## What came out'),
    resultsTable(runs),
    prose('## Curves'),
    ...(await overlaid(runs, names)),
    prose('## Pictures'),
    ...sideBySide(runs),
  );
}

type Named = Readonly<Record<string, unknown>>;
type Row = readonly [name: string, before: unknown, after: unknown];

/** The rows in which two records differ. */
function differing([before = {}, after = {}]: readonly Named[]): Row[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => before[name] !== after[name])
    .map((name) => [name, before[name] ?? '–', after[name] ?? '–']);
}

function settingsOf(notebook: Notebook): Named {
  return Object.fromEntries((provenanceOf(notebook)?.settings ?? []).map(({ name, value }) => [name, value]));
}

/** What legends call the runs: by the settings that tell them apart, if those are few. */
function namesOf(settings: readonly Row[]): [string, string] {
  if (settings.length === 0 || settings.length > 2) return ['the first run', 'the second run'];
  const name = (k: 1 | 2): string => settings.map((row) => `${row[0]} ${String(row[k])}`).join(', ');
  return [name(1), name(2)];
}

function resultsTable(runs: readonly [Run, Run]): Cell {
  const [before, after] = runs.map(({ notebook }) => results(notebook)) as [Named, Named];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  if (names.length === 0) return prose('The notebook states no results.');
  return table(
    ['result', 'first run', 'second run', 'difference'],
    names.map((name) => [
      name,
      format(before[name]),
      format(after[name]),
      difference(before[name], after[name]),
    ]),
  );
}

function format(value: unknown): string {
  return typeof value === 'number'
    ? String(Number(value.toPrecision(4)))
    : String((value as string | boolean | undefined) ?? '–');
}

function difference(before: unknown, after: unknown): string {
  if (before === after) return 'none';
  if (typeof before !== 'number' || typeof after !== 'number') return '';
  return `${after > before ? '+' : '−'}${format(Math.abs(after - before))}`;
}

/** A chart for each curve that differs, with both runs in it. */
async function overlaid([before, after]: readonly [Run, Run], names: [string, string]): Promise<Cell[]> {
  const plots = createRequire(import.meta.url)('gan-lib/dist/plots') as Plots;
  const others = new Map(curves(after.notebook).map((curve) => [curve.key, curve]));
  const same: string[] = [];
  const cells: Cell[] = [];
  for (const curve of curves(before.notebook)) {
    const other = others.get(curve.key);
    if (!other) continue;
    if (isSame(curve, other)) same.push(curve.name);
    else {
      const chart = plots.lines(
        [
          { ...curve, name: names[0] },
          { ...other, name: names[1] },
        ],
        { ...curve.axes, log: curve.log && other.log, title: curve.name },
      );
      cells.push(output(await plots.bundle(chart)));
    }
  }
  if (same.length > 0) cells.push(html(`<p>The same in both: ${escape(same.join(', '))}.</p>`));
  return cells.length > 0 ? cells : [prose('The notebook draws no curves.')];
}

function isSame(a: Curve, b: Curve): boolean {
  return JSON.stringify([a.x, a.y]) === JSON.stringify([b.x, b.y]);
}

/** All other charts and pictures of a cell, beside those of the other run. */
function sideBySide(runs: readonly [Run, Run]): Cell[] {
  const [before, after] = runs.map(pictures) as [Map<string, string>, Map<string, string>];
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  if (keys.length === 0) return [prose('The notebook shows no pictures.')];
  const differ = keys.filter((key) => before.get(key) !== after.get(key));
  const same = keys.length - differ.length;
  return [
    ...differ.map((key) =>
      html(
        '<div class="pair">',
        `<figure><figcaption>first run</figcaption>${before.get(key) ?? '–'}</figure>`,
        `<figure><figcaption>second run</figcaption>${after.get(key) ?? '–'}</figure>`,
        '</div>',
      ),
    ),
    ...(same > 0 ? [prose(`The same in both: ${same} of ${keys.length} pictures.`)] : []),
  ];
}

/** The pictures of a run that are no curves, by their place. */
function pictures({ notebook }: Run): Map<string, string> {
  const drawn = new Set(curves(notebook).map(({ key }) => key.split('/')[0]));
  const found = new Map<string, string>();
  for (const { cell, data } of displayed(notebook)) {
    const picture = pictureOf(data);
    if (!picture || ('application/vnd.vega.v5+json' in data && drawn.has(String(cell)))) continue;
    const image = `<img src="${picture.address}" alt="${escape(picture.description)}">`;
    for (let k = 0; ; k++) {
      if (found.has(`${cell}/${k}`)) continue;
      found.set(`${cell}/${k}`, image);
      break;
    }
  }
  return found;
}

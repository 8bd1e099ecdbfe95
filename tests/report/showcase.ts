/** A notebook with every kind of output in it, and what is needed to look at its report in a browser. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { data, models, plots } from 'gan-lib';
import type { Page } from 'playwright-core';
import { convert } from '../../tools/report/convert.ts';
import { withProvenance, type Provenance } from '../../tools/report/provenance.ts';
import type { Cell, Notebook } from '../../tools/report/notebook.ts';
import { html, output } from '../../tools/report/page.ts';
import { browserPage, type BrowserPage } from '../plots/browser.ts';
import { frames, pictures, plotly, vegaLite } from '../plots/examples.ts';
import { code, markdown, notebook } from './notebooks.ts';

export const latents = data.codedLatents({ noise: 8, codes: { categorical: [3], continuous: 1 }, seed: 5 });

/** A generator whose weights are far enough from 0 that every code shows. */
export const generator = models.network({
  name: 'generator',
  input: [latents.size],
  layers: [models.dense(64, { init: models.normal(0.4) }), models.reshape([8, 8, 1]), models.tanh()],
  seed: 3,
});

export const provenance: Provenance = {
  about: { executed: '1 March 2026 at 12:00 UTC', seed: '7', revision: 'abc1234' },
  settings: [
    { name: 'steps', value: 200, default: 6000, changed: true },
    { name: 'seed', value: 7, default: 7, changed: false },
  ],
  versions: [{ name: 'tslab', value: '1.0.22' }],
};

const timed: Cell = {
  ...code('const x: number = 1; // one'),
  metadata: {
    execution: {
      'iopub.status.busy': '2026-03-01T11:59:58.500000Z',
      'iopub.status.idle': '2026-03-01T12:00:00.750000Z',
    },
  },
};

/** A chart as a notebook keeps it: bytes in base64. */
async function shown(charts: Readonly<Record<string, plots.Chart>>): Promise<Cell[]> {
  const bundles = await Promise.all(Object.values(charts).map((chart) => plots.bundle(chart)));
  return bundles.map((bundle) => {
    const png = bundle['image/png'];
    return output(
      png ? { ...bundle, 'image/png': Buffer.from(png as Uint8Array).toString('base64') } : bundle,
    );
  });
}

/** All that a lesson may show. */
export async function showcase(): Promise<Notebook> {
  const cells = [
    markdown('# 99 · All of `plots`\n\nThe value is $V(D, G)$.'),
    markdown('## Configuration\n\n$$V = \\boldsymbol{1} + \\frac12$$'),
    timed,
    markdown('## Charts'),
    ...(await shown(vegaLite)),
    markdown('## Turning'),
    ...(await shown({ flat: plotly['toy film']!, scene: plotly['surface']! })),
    markdown('## Pictures'),
    ...(await shown(pictures)),
    ...(await shown({ film: plots.film(frames) })),
    markdown('## Explorer'),
    ...(await shown({ explorer: plots.latentExplorer(generator, latents, { count: 4 }) })),
    markdown('## Playground'),
    ...(await shown({ playground: await plots.playground({ runtime: false }) })),
    markdown('## Summary\n\n### Scoreboard'),
    html('<table><caption>1 of 1 claims met</caption><tr><th>claim</th></tr><tr><td>met</td></tr></table>'),
    markdown('## Charts\n\nA heading for the second time, and [another lesson](01-vanilla-gan.ipynb).'),
  ];
  return withProvenance(notebook(...cells), provenance);
}

export interface Opened extends BrowserPage {
  readonly file: string;
}

/**
 * Writes a notebook's report and opens it as a file, in a browser without a network.
 *
 * @param options.begin a program that the page begins with
 */
export async function opened(
  from: Notebook,
  { name = 'report', width = 1200, begin }: { name?: string; width?: number; begin?: string } = {},
): Promise<Opened> {
  const folder = mkdtempSync(join(tmpdir(), 'gan report '));
  const file = join(folder, 'report.html');
  await convert(from, { name, folder }, file);
  const browser = await browserPage({ width });
  // Surfaces take their time where software has to draw them, and all else in the page waits meanwhile.
  browser.page.setDefaultTimeout(240_000);
  if (begin !== undefined) await browser.page.addInitScript(begin);
  await browser.page.goto(pathToFileURL(file).href);
  const close = async (): Promise<void> => {
    await browser[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  };
  return { ...browser, file, [Symbol.asyncDispose]: close };
}

/** Goes through the page, so that everything in it has been in view, and waits until it is drawn. */
export async function readThrough(page: Page): Promise<void> {
  for (const figure of await page.locator('figure[data-draw]').all()) {
    await figure.scrollIntoViewIfNeeded();
    await figure.and(page.locator('[data-state]')).waitFor();
  }
  if ((await page.locator('.gan-explorer').count()) > 0)
    await page.locator('.gan-explorer[data-state=ready]').first().waitFor();
  if (await page.evaluate('document.querySelector("mjx-container, [data-library=mathjax]") !== null'))
    await page.waitForFunction('document.documentElement.dataset.mathematics === "ready"');
}

/** Pages in a browser, and a generator that can be explored. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import { data, models, type plots } from 'gan-lib';
import type { Page as BrowserTab } from 'playwright-core';
import { browserPage, type BrowserPage } from './browser.ts';

/** Opens charts as a file, the way an exported page is opened. */
export async function opened(...charts: plots.Page[]): Promise<BrowserPage> {
  const file = join(mkdtempSync(join(tmpdir(), 'gan-page-')), 'page.html');
  writeFileSync(file, `<!doctype html><meta charset="utf-8">${charts.map(({ html }) => html).join('<hr>')}`);
  const browser = await browserPage();
  await browser.page.goto(pathToFileURL(file).href);
  return browser;
}

/** A generator with codes, its weights far enough from 0 that every code shows. */
export function codedGenerator() {
  const latents = data.codedLatents({ noise: 8, codes: { categorical: [3], continuous: 2 }, seed: 5 });
  const generator = models.network({
    name: 'generator',
    input: [latents.size],
    layers: [
      models.dense(7 * 7 * 8, { init: models.normal(0.4) }),
      models.reshape([7, 7, 8]),
      models.batchNorm(),
      models.relu(),
      models.conv2dTranspose({ filters: 6, init: models.normal(0.2) }),
      models.batchNorm(),
      models.leakyRelu(0.1),
      models.conv2dTranspose({ filters: 1, init: models.normal(0.2) }),
      models.tanh(),
    ],
    seed: 3,
  });
  // Statistics of batch normalisation that are not those of the start.
  for (let i = 0; i < 5; i++) tf.tidy(() => generator.apply(latents.next(16).z, { training: true }));
  return { latents, generator };
}

/** Waits until all explorers of a page can be used. */
export const ready = (page: BrowserTab): Promise<unknown> =>
  page.waitForFunction(() => {
    interface Explorer {
      dataset: { state?: string };
    }
    const { document } = globalThis as unknown as {
      document: { querySelectorAll(s: string): Iterable<Explorer> };
    };
    return [...document.querySelectorAll('.gan-explorer')].every(({ dataset }) => dataset.state === 'ready');
  });

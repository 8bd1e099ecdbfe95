/** The gallery in a real JupyterLab: run all cells, then look at every chart as a reader would. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { browserPage, skipWithoutBrowser } from './browser.ts';
import { command, openNotebook, runAllCells, startLab } from './jupyter.ts';

/** JupyterLab asks for a language server that nobody needs. */
const OTHERS_ERROR = '/lsp/status';

/** In the page: notes every value that a progress bar shows. */
function watchProgress(): void {
  interface Bar {
    value: number;
  }
  const page = globalThis as unknown as {
    seen: Set<number>;
    document: { body: unknown; querySelectorAll(selector: string): Iterable<Bar> };
    MutationObserver: new (seen: () => void) => { observe(node: unknown, what: object): void };
  };
  page.seen = new Set();
  new page.MutationObserver(() => {
    for (const { value } of page.document.querySelectorAll('progress')) page.seen.add(value);
  }).observe(page.document.body, { childList: true, subtree: true });
}

/** In the page: the lightness of text in a chart and of what is behind it, 0 to 1. */
function lightness(): [text: number, background: number] {
  interface Style {
    readonly color: string;
    readonly fill: string;
    readonly backgroundColor: string;
  }
  const { document, getComputedStyle } = globalThis as unknown as {
    document: { querySelector(selector: string): object; body: object };
    getComputedStyle(element: object): Style;
  };
  const light = (colour: string): number => {
    const [red = 0, green = 0, blue = 0] = (colour.match(/\d+/g) ?? []).map(Number);
    return (red + green + blue) / 765;
  };
  const notebook = document.querySelector('.jp-NotebookPanel-notebook');
  const title = document.querySelector('.jp-RenderedVega5 svg text');
  return [light(getComputedStyle(title).fill), light(getComputedStyle(notebook).backgroundColor)];
}

/** In the page: the pixels of the first explorer's first image. */
function firstImage(): number[] {
  interface Canvas {
    getContext(kind: '2d'): {
      getImageData(x: number, y: number, w: number, h: number): { data: Iterable<number> };
    };
  }
  const { document } = globalThis as unknown as { document: { querySelector(selector: string): Canvas } };
  return [...document.querySelector('.gan-explorer canvas').getContext('2d').getImageData(0, 0, 28, 28).data];
}

const counts = (page: Page, selector: string): Promise<number> => page.locator(selector).count();

test('the gallery in JupyterLab', { ...skipWithoutBrowser, timeout: 900_000 }, async (t) => {
  await using lab = await startLab('gallery.ipynb', { profile: 'quick' }, t.signal);
  await using browser = await browserPage({
    origins: [lab.origin, lab.origin.replace('http', 'ws')],
    height: 1600,
  });
  const { page } = browser;
  await openNotebook(page, lab);
  await page.evaluate(watchProgress);
  const outputs = await runAllCells(page, 600_000);
  const having = (mime: string): number => outputs.filter(({ data }) => data && mime in data).length;

  await t.test('no cell failed', () => {
    assert.deepEqual(
      outputs.filter(({ output_type }) => output_type === 'error'),
      [],
    );
  });

  await t.test('every chart of Vega has drawn marks', async () => {
    const charts = having('application/vnd.vega.v5+json');
    assert.ok(charts >= 9, `${charts} charts`);
    await page.waitForFunction(
      ([count]) => {
        const { document } = globalThis as unknown as {
          document: { querySelectorAll(s: string): { length: number } };
        };
        return document.querySelectorAll('.jp-RenderedVega5 svg.marks').length === count;
      },
      [charts],
    );
    for (const chart of await page.locator('.jp-RenderedVega5 svg.marks').all()) {
      assert.ok((await chart.locator('.role-mark path, .role-mark image').count()) > 0);
      assert.doesNotMatch(await chart.innerHTML(), /NaN|undefined/);
    }
  });

  await t.test('a chart of Vega answers the mouse', async () => {
    const chart = page.locator('.jp-RenderedVega5', { hasText: 'generator loss' }).first();
    await chart.scrollIntoViewIfNeeded();
    const area = (await chart.locator('.background').first().boundingBox())!;
    await page.mouse.move(area.x + area.width / 2, area.y + area.height / 2);
    await page.mouse.move(area.x + area.width / 2 + 3, area.y + area.height / 2, { steps: 3 });
    await page.locator('#vg-tooltip-element.visible', { hasText: 'loss (nats), median' }).waitFor();
    const axes = (): Promise<string[]> => chart.locator('.role-axis-label text').allTextContents();
    const before = await axes();
    await page.keyboard.down('Shift');
    await page.mouse.wheel(0, -400);
    await page.keyboard.up('Shift');
    await page.waitForTimeout(300);
    assert.notDeepEqual(await axes(), before, '⇧ and the wheel zoom');
  });

  await t.test('every chart of plotly has drawn marks', async () => {
    const charts = having('application/vnd.plotly.v1+json');
    assert.ok(charts >= 3, `${charts} charts`);
    await page
      .locator('.jp-RenderedPlotly .plot-container')
      .nth(charts - 1)
      .waitFor();
    assert.equal(await counts(page, '.jp-RenderedPlotly .plot-container'), charts);
    await page.locator('.jp-RenderedPlotly .gl-container canvas').first().waitFor();
    await page.locator('.jp-RenderedPlotly .heatmaplayer image').first().waitFor({ state: 'attached' });
  });

  await t.test('every picture is there', async () => {
    for (const image of await page.locator('.jp-OutputArea-output img[src]:not([hidden])').all()) {
      assert.ok(
        await image.evaluate((node) => (node as unknown as { naturalWidth: number }).naturalWidth > 0),
      );
    }
    assert.ok(having('image/png') >= 3);
  });

  await t.test('the progress bar moved', async () => {
    const seen = await page.evaluate(() => [...(globalThis as unknown as { seen: Set<number> }).seen]);
    assert.ok(seen.length >= 3, `values ${seen.join(', ')}`);
  });

  await t.test('the film is scrubbed', async () => {
    const film = page.locator('.gan-film').first();
    await film.locator('input').fill('0');
    assert.equal(await film.locator('output').textContent(), 'step 0');
    assert.equal(await film.locator('img:visible').getAttribute('alt'), 'step 0');
  });

  await t.test('the explorer’s controls change its pictures', async () => {
    await page.locator('.gan-explorer[data-state=ready]').nth(1).waitFor();
    const before = await page.evaluate(firstImage);
    await page.locator('.gan-explorer input[type=range]').first().fill('2');
    await page.waitForTimeout(500);
    const slid = await page.evaluate(firstImage);
    assert.notDeepEqual(slid, before);
    await page.locator('.gan-explorer button[data-category="7"]').first().click();
    await page.waitForTimeout(500);
    assert.notDeepEqual(await page.evaluate(firstImage), slid);
  });

  await t.test('the playground trains', async () => {
    const playground = page.locator('.gan-playground[data-state=ready]');
    await playground.locator('[data-do=step]').click();
    await playground.locator('[data-say=step]').getByText('1', { exact: true }).waitFor();
    assert.match((await playground.locator('[data-say=backend]').textContent())!, /^wasm$/);
  });

  await t.test('charts can be read in both themes', async () => {
    for (const theme of ['JupyterLab Dark', 'JupyterLab Light']) {
      await command(page, 'apputils:change-theme', { theme });
      await page.waitForTimeout(1000);
      const [text, background] = await page.evaluate(lightness);
      assert.ok(Math.abs(text - background) > 0.6, `${theme}: text ${text} on ${background}`);
    }
  });

  await t.test('no error in the console, no request to any other host', () => {
    assert.deepEqual(
      browser.errors.filter((error) => !error.includes(OTHERS_ERROR)),
      [],
    );
    assert.deepEqual(browser.foreign, []);
  });
});

/** A report in a browser, opened from a file without a network. */
import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import type { Page } from 'playwright-core';
import { readNotebook } from '../../tools/report/notebook.ts';
import { project } from '../../tools/setup/project.mjs';
import { skipWithoutBrowser } from '../plots/browser.ts';
import { pictures, vegaLite } from '../plots/examples.ts';
import { markdown, notebook } from './notebooks.ts';
import { generator, latents, opened, readThrough, showcase, type Opened } from './showcase.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds that keeps somebody from using the page. */
async function hindrances(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate<{
    violations: { impact: string; id: string; nodes: { html: string }[] }[];
  }>('axe.run()');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' ')}`);
}

suite('a report', skipWithoutBrowser, () => {
  let report: Opened;
  let page: Page;

  before(async () => {
    report = await opened(await showcase());
    page = report.page;
    await readThrough(page);
  });
  after(async () => {
    await report[Symbol.asyncDispose]();
    generator.dispose();
  });

  test('says what is known of the run, first what was changed', async () => {
    const header = await page.locator('header').innerText();
    assert.match(
      header,
      /99 · All of plots\s+executed 1 March 2026 at 12:00 UTC\s+seed 7\s+revision abc1234/,
    );
    assert.match(header, /Changed:\s+steps 200 instead of 6000/);
    assert.match((await page.locator('details.run').textContent()) ?? '', /seed\s*7[^]*tslab\s*1\.0\.22/);
    assert.equal(await page.title(), '99 · All of plots');
    assert.equal(await page.locator('details.code summary').textContent(), 'Code · 2.2 s');
  });

  test('draws every chart of Vega anew, with marks', async () => {
    const charts = await page.locator('figure[data-draw=vega]').all();
    assert.equal(charts.length, Object.keys(vegaLite).length);
    for (const chart of charts) {
      assert.equal(await chart.getAttribute('data-state'), 'drawn');
      assert.ok((await chart.locator('.drawn .role-mark path, .drawn .role-mark image').count()) > 0);
      assert.equal(await chart.locator('.fallback').isVisible(), false);
    }
  });

  test('says what is under the mouse', async () => {
    const chart = page.locator('figure[data-draw=vega]').first();
    await chart.scrollIntoViewIfNeeded();
    const area = (await chart.locator('.background').first().boundingBox())!;
    const [x, y] = [area.x + area.width / 2, area.y + area.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.move(x + 3, y, { steps: 3 });
    await page.locator('#tooltip', { hasText: 'loss (nats), median' }).waitFor();
  });

  test('draws every chart of plotly, scenes included', async () => {
    const charts = page.locator('figure[data-draw=plotly][data-state=drawn]');
    assert.equal(await charts.locator('.plot-container').count(), 2);
    assert.equal(await charts.nth(0).locator('.heatmaplayer image').count(), 1);
    assert.equal(await charts.nth(1).locator('.gl-container canvas').count(), 1);
  });

  test('shows every picture', async () => {
    assert.equal(await page.locator('figure:not([data-draw]) img').count(), Object.keys(pictures).length);
    const empty =
      'return [...document.images].filter((image) => !image.hidden && image.naturalWidth === 0).length';
    assert.equal(await page.evaluate(`(() => { ${empty} })()`), 0);
  });

  test('typesets mathematics', async () => {
    assert.equal(await page.locator('mjx-container svg').count(), 2);
    assert.equal(await page.locator('mjx-merror, [data-mjx-error]').count(), 0);
  });

  test('highlights code, and folds it: each cell, or all', async () => {
    const cell = page.locator('.highlight').first();
    assert.ok((await cell.locator('span').count()) > 3);
    const button = page.locator('#code-button');
    await button.click();
    assert.equal(await cell.isVisible(), false);
    await page.locator('details.code summary').first().press('Enter');
    assert.equal(await cell.isVisible(), true);
    await page.getByRole('button', { name: 'Hide code' }).waitFor();
  });

  test('leads to its sections and its scoreboard', async () => {
    const links = page.locator('#contents a');
    assert.deepEqual(await links.allTextContents(), [
      ...[
        'Configuration',
        'Charts',
        'Turning',
        'Pictures',
        'Explorer',
        'Playground',
        'Summary',
        'Scoreboard',
        'Charts',
      ],
    ]);
    const inView = async (heading: string, nth: number): Promise<void> => {
      const { y } = (await page.locator('main :is(h2, h3)', { hasText: heading }).nth(nth).boundingBox())!;
      assert.ok(y > -1 && y < 900, `${heading} at ${y}`);
    };
    await links.nth(2).click();
    await inView('Turning', 0);
    await links.nth(8).click();
    await inView('Charts', 1);
    await page.locator('#scoreboard-link').click();
    await inView('Scoreboard', 0);
    const other = page.getByRole('link', { name: 'another lesson' });
    assert.equal(await other.getAttribute('href'), '01-vanilla-gan.html');
  });

  test('scrubs a film', async () => {
    const film = page.locator('.gan-film');
    await film.locator('input').fill('2');
    assert.equal(await film.locator('output').textContent(), 'step 200');
    assert.equal(await film.locator('img:visible').getAttribute('alt'), 'step 200');
  });

  test('explores a generator, with the pictures that the kernel would draw', async () => {
    const explorer = page.locator('.gan-explorer');
    const shown = (): Promise<number[]> =>
      page.evaluate(`[...document.querySelectorAll('.gan-explorer canvas')].flatMap((canvas) =>
        [...canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data]
          .filter((_, i) => i % 4 === 0).map((byte) => byte / 127.5 - 1))`);
    const before = await shown();
    await explorer.locator('input[type=range]').fill('1.5');
    await explorer.locator('button[data-category="2"]').click();
    await page.waitForTimeout(300);
    const after = await shown();
    const { firstNoise } = JSON.parse((await explorer.locator('[data-part=data]').textContent())!) as {
      firstNoise: number[];
    };
    const kernel = tf
      .tidy(() =>
        generator.apply(
          latents.compose({
            count: 4,
            noise: Float32Array.from(firstNoise),
            categories: [[2, 2, 2, 2]],
            continuous: Float32Array.of(1.5, 1.5, 1.5, 1.5),
          }),
        ),
      )
      .dataSync();
    const difference = (a: readonly number[], b: ArrayLike<number>): number =>
      a.reduce((sum, value, i) => sum + Math.abs(value - b[i]!), 0) / a.length;
    assert.ok(difference(before, after) > 0.05, 'the controls change the pictures');
    assert.ok(difference(after, kernel) < 1 / 255);
  });

  test('trains where its policy lets it: in a worker', async () => {
    const playground = page.locator('.gan-playground[data-state=ready]');
    await playground.locator('[data-do=step]').click();
    await playground.locator('[data-say=step]').getByText('1', { exact: true }).waitFor();
    assert.equal(await playground.locator('[data-say=backend]').textContent(), 'wasm');
  });

  test('is light or dark as the reader wants', async () => {
    const paper = (): Promise<string> => page.evaluate('getComputedStyle(document.body).backgroundColor');
    assert.equal(await paper(), 'rgb(255, 255, 255)');
    await page.locator('#theme-button').click();
    assert.equal(await paper(), 'rgb(22, 24, 28)');
    assert.deepEqual(await hindrances(page), []);
    await page.locator('#theme-button').click();
  });

  test('hinders nobody, as far as axe-core can tell', async () => {
    assert.deepEqual(await hindrances(page), []);
  });

  test('is used by keys alone: past the contents at once, and to all that can be moved', async () => {
    // As if the page had just been opened.
    await page.evaluate('document.body.tabIndex = -1; document.body.focus(); scrollTo(0, 0)');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate('document.activeElement.className'), 'skip');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate('document.activeElement.id'), 'content');
    const reached = new Set<unknown>();
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press('Tab');
      reached.add(
        await page.evaluate(
          '((e) => (e.closest(".gan-film, .gan-explorer, details.code")?.className ?? "") + " " + e.localName)(document.activeElement)',
        ),
      );
    }
    for (const wanted of ['code summary', 'gan-film input', 'gan-film button', 'gan-explorer input'])
      assert.ok(reached.has(wanted), wanted);
  });

  test('is printed with every chart, as vectors, and without what only a screen can use', async () => {
    await page.locator('#theme-button').click();
    const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
    assert.ok((pdf.match(/\/Type \/Page\b/g)?.length ?? 0) > 3);
    await page.emulateMedia({ media: 'print' });
    for (const chart of await page.locator('figure[data-draw]').all()) {
      const fallback = chart.locator('img.fallback');
      assert.match((await fallback.getAttribute('src'))!, /^data:image\/svg\+xml/);
      const { width, height } = (await fallback.boundingBox())!;
      assert.ok(width > 100 && height > 100);
      assert.equal(await chart.locator('.drawn').isVisible(), false);
    }
    // A chart would be a large raster; beside pictures (each with its transparency) and the playground's there are only small ones.
    const large = [...pdf.matchAll(/\/Subtype \/Image[^<>]*\/Width (\d+)/g)].filter(
      ([, width]) => Number(width) > 100,
    );
    assert.equal(large.length, 2 * Object.keys(pictures).length + 1);
    for (const control of ['nav', '.gan-film button', '.gan-explorer input', '.gan-playground [data-do]'])
      assert.equal(await page.locator(control).first().isVisible(), false, control);
    assert.equal(await page.evaluate('getComputedStyle(document.body).color'), 'rgb(26, 26, 30)');
    await page.emulateMedia({ media: 'screen' });
    await page.locator('#theme-button').click();
  });

  test('fits a narrow screen', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 390);
    assert.deepEqual(await hindrances(page), []);
    await page.setViewportSize({ width: 1200, height: 900 });
  });

  test('brings each library along once', () => {
    const file = readFileSync(report.file, 'utf8');
    for (const library of ['vega', 'plotly', 'mathjax'])
      assert.equal(file.split(`data-library="${library}"`).length - 1, 1, library);
  });

  test('has asked for nothing, and met no error', () => {
    assert.deepEqual([report.errors, report.foreign], [[], []]);
  });
});

suite('a report of text alone', skipWithoutBrowser, () => {
  test('brings no library along, and is small', async () => {
    await using report = await opened(notebook(markdown('# Only words\n\nNothing else.')));
    assert.equal(await report.page.locator('[data-library]').count(), 0);
    assert.ok(statSync(report.file).size < 50_000);
    assert.deepEqual([report.errors, report.foreign], [[], []]);
  });
});

suite('a formula in a line of text', skipWithoutBrowser, () => {
  /** Sides of a formula; whether it can be scrolled, and by keys. */
  const formulas = `[...document.querySelectorAll('mjx-container')].map((formula) => ({
    right: formula.getBoundingClientRect().right,
    scrolls: formula.scrollWidth > formula.clientWidth,
    byKeys: formula.tabIndex === 0,
  }))`;

  test('that is wider than the page is scrolled, and the page is not', async () => {
    const wide = `$x = ${Array.from({ length: 40 }, (_, i) => `a_{${i}}`).join(' + ')}$`;
    const text = notebook(markdown(`# Formulas\n\nShort: $x + 1$.\n\nLong: ${wide}, and more.\n\n- ${wide}`));
    await using report = await opened(text, { width: 390 });
    const { page } = report;
    await readThrough(page);
    await page.waitForFunction('document.querySelector("mjx-container[tabindex]")');
    assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 390);
    const [short, ...long] =
      await page.evaluate<{ right: number; scrolls: boolean; byKeys: boolean }[]>(formulas);
    assert.deepEqual([short!.scrolls, short!.byKeys], [false, false]);
    assert.equal(long.length, 2);
    for (const { right, scrolls, byKeys } of long)
      assert.deepEqual([right <= 390, scrolls, byKeys], [true, true, true]);
    assert.deepEqual(await hindrances(page), []);
  });
});

suite('the report of lesson 01', skipWithoutBrowser, () => {
  test('is under 10 MB, draws charts as they come into view, whole, and legible for all', async () => {
    const lesson = readNotebook({ folder: join(project().root, 'notebooks'), name: '01-vanilla-gan' });
    await using report = await opened(lesson, { name: '01-vanilla-gan' });
    const { page, errors, foreign } = report;
    assert.ok(statSync(report.file).size < 10e6);
    const charts = (state = '') => page.locator(`figure[data-draw]${state}`).count();
    const [all, drawn] = [await charts(), await charts('[data-state=drawn]')];
    assert.ok(all >= 8 && drawn <= 2, `${drawn} of ${all} charts are drawn before anybody has read on`);
    await readThrough(page);
    assert.equal(await page.locator('figure[data-draw]:not([data-state=drawn])').count(), 0);
    assert.deepEqual(await hindrances(page), []);
    assert.deepEqual([errors, foreign], [[], []]);
  });
});

/** The sketchpad under a reader's hand: mouse, finger and keyboard. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import { data, models, plots } from 'gan-lib';
import type { Page } from 'playwright-core';
import { browserPage, skipWithoutBrowser } from '../plots/browser.ts';
import { POLICY } from './playground.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const network = (name: string, input: number[], layers: models.Layer[]) =>
  models.network({ name, input, layers, seed: 1 });
const encoder = network('encoder', [28, 28, 1], models.biganEncoder({ units: 16, outputs: 5 }));
const generator = network('generator', [5], models.mlpGenerator({ output: [28, 28, 1], hidden: [16] }));
const examples = data.take(data.loadMnist().test, 10);

/** Opens it from a file, and waits until it can be used. */
async function open(page: Page): Promise<void> {
  const { html } = plots.sketchpad(encoder, generator, { examples, title: 'Write' });
  const file = join(mkdtempSync(join(tmpdir(), 'gan-sketchpad-')), 'page.html');
  const head =
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">` +
    '<meta name="viewport" content="width=device-width">';
  const start = `<!doctype html><html lang="en"><meta charset="utf-8"><title>A pad</title>${head}`;
  writeFileSync(file, `${start}<main><h1>A pad</h1>${html}</main></html>`);
  await page.goto(pathToFileURL(file).href);
  await page.locator('.gan-sketchpad[data-state=ready]').waitFor();
}

/** The numbers of a canvas, 0 to 255. */
const pixels = (page: Page, name: string): Promise<number[]> =>
  page.evaluate<number[]>(
    `(() => { const c = document.querySelector('[data-canvas=${name}]');
      return [...c.getContext('2d').getImageData(0, 0, c.width, c.height).data].filter((_, i) => i % 4 === 0); })()`,
  );
const error = async (page: Page): Promise<string> => (await page.locator('[data-say=error]').textContent())!;
const nextFrames = (page: Page): Promise<unknown> =>
  page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
const pad = (page: Page) => page.locator('[data-canvas=pad]');
const clear = (page: Page): Promise<void> => page.locator('[data-do=clear]').click();
const inked = (values: number[]): number => values.filter((value) => value > 128).length;

suite('the sketchpad', skipWithoutBrowser, () => {
  test('answers a stroke of the mouse as the networks themselves do', async () => {
    await using browser = await browserPage();
    const { page } = browser;
    await open(page);
    await clear(page);
    await nextFrames(page);
    assert.equal(await error(page), '–');
    assert.equal(inked(await pixels(page, 'answer')), 0);
    const { x, y } = (await pad(page).boundingBox())!;
    await page.mouse.move(x + 60, y + 50);
    await page.mouse.down();
    await page.mouse.move(x + 200, y + 50, { steps: 5 });
    await page.mouse.move(x + 100, y + 230, { steps: 5 });
    await page.mouse.up();
    await nextFrames(page);
    const [ink, framed, answer] = await Promise.all(
      ['pad', 'framed', 'answer'].map((name) => pixels(page, name)),
    );
    assert.ok(inked(ink!) > 3000, `${inked(ink!)}`);
    const expected = data.mnistFrame(
      ink!.map((byte) => byte / 255),
      280,
    );
    const apart = framed!.map((byte, i) => Math.abs(byte - (expected[i]! + 1) * 127.5));
    assert.ok(Math.max(...apart) <= 1, 'the frame');
    const again = tf.tidy(() =>
      generator.apply(encoder.apply(tf.tensor(expected, [1, 28, 28, 1]))).dataSync(),
    );
    const worst = Math.max(...answer!.map((byte, i) => Math.abs(byte - (again[i]! + 1) * 127.5)));
    assert.ok(worst < 8, `${worst}`); // weights are packed in half precision
    assert.notEqual(await error(page), '–');
    await page.mouse.move(x + 20, y + 20, { steps: 3 });
    await nextFrames(page);
    assert.deepEqual(await pixels(page, 'pad'), ink, 'a mouse that is not pressed draws nothing');
    assert.deepEqual([browser.errors, browser.foreign], [[], []]);
  });

  test('is drawn on with the keyboard', async () => {
    await using browser = await browserPage();
    const { page } = browser;
    await open(page);
    await pad(page).focus();
    await page.keyboard.press('Delete');
    await page.keyboard.press('ArrowDown');
    assert.equal(inked(await pixels(page, 'pad')), 0, 'the pen is up');
    await page.keyboard.press('Space');
    assert.equal(await page.locator('[data-say=pen]').textContent(), 'down');
    for (let i = 0; i < 10; i++) await page.keyboard.press('ArrowDown');
    const ink = await pixels(page, 'pad');
    assert.ok(inked(ink) > 1500, `${inked(ink)}`);
    await page.keyboard.press('Space');
    for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight');
    assert.deepEqual(await pixels(page, 'pad'), ink);
    await nextFrames(page);
    assert.notEqual(await error(page), '–');
  });

  test('is drawn on with a finger, which does not scroll the page', async () => {
    await using browser = await browserPage();
    const { page } = browser;
    await open(page);
    await clear(page);
    const session = await page.context().newCDPSession(page);
    const { x, y } = (await pad(page).boundingBox())!;
    const touch = (type: string, points: { x: number; y: number }[]) =>
      session.send('Input.dispatchTouchEvent', { type: type as 'touchStart', touchPoints: points });
    await touch('touchStart', [{ x: x + 100, y: y + 40 }]);
    for (let i = 1; i <= 8; i++) await touch('touchMove', [{ x: x + 100, y: y + 40 + 20 * i }]);
    await touch('touchEnd', []);
    await nextFrames(page);
    assert.ok(inked(await pixels(page, 'pad')) > 2000);
    assert.equal(await page.evaluate('scrollY'), 0);
  });

  test('shows test digits, which the frame leaves where they are', async () => {
    await using browser = await browserPage();
    const { page } = browser;
    await open(page);
    await page.locator('[data-example="2"]').click();
    await nextFrames(page);
    const framed = await pixels(page, 'framed');
    const own = examples.pixels.subarray(2 * 784, 3 * 784);
    const apart = framed.reduce((sum, byte, i) => sum + ((byte - own[i]!) / 127.5) ** 2, 0) / 784;
    assert.ok(apart < 0.06, `${apart}`);
  });

  test('fits a narrow page, is reached by the keyboard, and has no barrier that axe finds', async () => {
    await using browser = await browserPage({ width: 400 });
    const { page } = browser;
    await open(page);
    assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 400);
    const controls = await page.locator('button:visible, canvas[tabindex]:visible').count();
    const reached = new Set<string>();
    for (let i = 0; i < controls; i++) {
      await page.keyboard.press('Tab');
      reached.add(await page.evaluate('document.activeElement.outerHTML'));
    }
    assert.equal(reached.size, controls);
    await page.evaluate(axe);
    const { violations } = await page.evaluate<{ violations: { id: string }[] }>('axe.run()');
    assert.deepEqual(
      violations.map(({ id }) => id),
      [],
    );
  });
});

test('a sketchpad shows a still picture where no script runs, and says what does not fit', () => {
  const before = tf.memory().numTensors;
  const { html } = plots.sketchpad(encoder, generator, { examples });
  assert.equal(tf.memory().numTensors, before);
  assert.match(html, /<div data-role="still"><img alt="10 examples"/);
  assert.match(html, /<div data-role="controls" hidden="hidden">/);
  const other = network('other', [6], models.mlpGenerator({ output: [28, 28, 1] }));
  assert.throws(() => plots.sketchpad(encoder, other, { examples }), {
    name: 'RangeError',
    message:
      'sketchpad: an encoder [28, 28, 1] → code and a generator code → [28, 28, 1] are expected, got ' +
      '[28,28,1] → [5] and [6] → [28,28,1]',
  });
});

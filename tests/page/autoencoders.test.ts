/** Autoencoders in the page, under a reader's hand: mouse, finger and keyboard. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import { data, losses, models, plots } from 'gan-lib';
import type { Page } from 'playwright-core';
import { browserPage, skipWithoutBrowser } from '../plots/browser.ts';
import { POLICY } from './playground.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const SIZE = 5;
const network = (name: string, input: number[], layers: models.Layer[], seed = 1) =>
  models.network({ name, input, layers, seed });
const coder = (name: string, seed: number) => ({
  name,
  encoder: network('encoder', [28, 28, 1], models.vaeEncoder({ filters: 2, units: 8, latents: SIZE }), seed),
  decoder: network('decoder', [SIZE], models.mlpGenerator({ output: [28, 28, 1], hidden: [16] }), seed),
});
const coders = [coder('VAE', 1), coder('VAE/GAN', 2)];
const features = network('features', [28, 28, 1], models.vaeGanBody({ filters: 2 }));
const examples = data.take(data.loadMnist().test, 4);
const example = (i: number) => data.toTensor(examples, [i]);

/** Opens it from a file, and waits until it can be used. */
async function open(page: Page): Promise<void> {
  const { html } = plots.autoencoders(coders, { features, examples, title: 'Two of them' });
  const file = join(mkdtempSync(join(tmpdir(), 'gan-autoencoders-')), 'page.html');
  const head =
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">` +
    '<meta name="viewport" content="width=device-width">';
  const start = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Codes</title>${head}`;
  writeFileSync(file, `${start}<main><h1>Codes</h1>${html}</main></html>`);
  await page.goto(pathToFileURL(file).href);
  await page.locator('.gan-autoencoders[data-state=ready]').waitFor();
  await nextFrames(page);
}

const nextFrames = (page: Page): Promise<unknown> =>
  page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
/** The numbers of a canvas, 0 to 255. */
const pixels = (page: Page, name: string): Promise<number[]> =>
  page.evaluate<number[]>(
    `(() => { const c = document.querySelector('[data-canvas=${name}]');
      return [...c.getContext('2d').getImageData(0, 0, c.width, c.height).data].filter((_, i) => i % 4 === 0); })()`,
  );
const said = async (page: Page, what: string): Promise<string> =>
  (await page.locator(`[data-say=${what}]`).textContent())!;
const number = async (page: Page, what: string): Promise<number> => Number(await said(page, what));
const near = (found: number, expected: number, part = 0.02): void =>
  assert.ok(Math.abs(found - expected) <= part * Math.abs(expected) + 0.05, `${found}, not ${expected}`);
const worst = (found: number[], expected: tf.Tensor): number => {
  const values = expected.dataSync();
  return Math.max(...found.map((byte, i) => Math.abs(byte - (values[i]! + 1) * 127.5)));
};
/** What an autoencoder makes of a code between two images. */
const between = (i: number, x: tf.Tensor, other: tf.Tensor, t: number): tf.Tensor =>
  tf.tidy(() => {
    const [from, to] = [x, other].map((image) => tf.split(coders[i]!.encoder.apply(image), 2, 1)[0]!);
    return coders[i]!.decoder.apply(tf.add(tf.mul(1 - t, from!), tf.mul(t, to!)));
  });

suite('autoencoders', skipWithoutBrowser, () => {
  test('move a digit by the keyboard, and say how far it is in pixels and features', async () => {
    await using browser = await browserPage();
    const { page } = browser;
    await open(page);
    assert.equal(await number(page, 'moved-pixels'), 0);
    near(await number(page, 'other-pixels'), losses.squaredError(example(0), example(1)).dataSync()[0]!);
    await page.locator('[data-canvas=x]').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowUp');
    await nextFrames(page);
    const x = data.shifted(example(0), 2, -1);
    assert.equal(await said(page, 'place'), '2 right, -1 down');
    assert.ok(worst(await pixels(page, 'x'), x) <= 1);
    near(await number(page, 'moved-pixels'), losses.squaredError(x, example(0)).dataSync()[0]!);
    const seen = losses.squaredError(features.apply(x), features.apply(example(0)));
    near(await number(page, 'moved-features'), seen.dataSync()[0]!);
    for (let i = 0; i < 20; i++) await page.keyboard.press('ArrowLeft');
    await nextFrames(page);
    assert.equal(await said(page, 'place'), '-8 right, -1 down', 'no farther than that');
    assert.deepEqual([browser.errors, browser.foreign], [[], []]);
  });

  test('show what the networks themselves make of it, and of codes on the way', async () => {
    await using browser = await browserPage();
    const { page } = browser;
    await open(page);
    await page.locator('[data-second="3"]').click();
    await page.locator('[data-role=between]').fill('0.5');
    await page.locator('[data-move=ArrowDown]').click();
    await nextFrames(page);
    const x = data.shifted(example(0), 0, 1);
    for (const i of [0, 1]) {
      const again = between(i, x, example(3), 0.5);
      const apart = worst(await pixels(page, `again${i}`), again);
      assert.ok(apart < 12, `${apart}`); // weights are packed in half precision
      near(await number(page, `again${i}-pixels`), losses.squaredError(x, again).dataSync()[0]!, 0.1);
    }
    assert.equal(await page.locator('[data-second="3"]').getAttribute('aria-pressed'), 'true');
    assert.equal(await page.locator('[data-second="1"]').getAttribute('aria-pressed'), 'false');
    await page.locator('[data-do=back]').click();
    await nextFrames(page);
    assert.equal(await said(page, 'place'), '0 right, 0 down');
  });

  test('answer a finger', async () => {
    await using browser = await browserPage({ width: 400 });
    const { page } = browser;
    await open(page);
    const { x, y } = (await page.locator('[data-move=ArrowRight]').boundingBox())!;
    const session = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchEnd', touchPoints: { x: number; y: number }[]) =>
      session.send('Input.dispatchTouchEvent', { type, touchPoints });
    await touch('touchStart', [{ x: x + 8, y: y + 8 }]);
    await touch('touchEnd', []);
    await page.locator('[data-say=place]').filter({ hasText: '1 right' }).waitFor({ timeout: 5000 });
  });

  test('fit a narrow page, are reached by the keyboard, and have no barrier that axe finds', async () => {
    await using browser = await browserPage({ width: 400 });
    const { page } = browser;
    await open(page);
    assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 400);
    const controls = await page.locator('button:visible, input:visible, canvas[tabindex]:visible').count();
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

test('autoencoders show a still picture where no script runs, and say what does not fit', () => {
  const before = tf.memory().numTensors;
  const { html } = plots.autoencoders(coders, { features, examples });
  assert.equal(tf.memory().numTensors, before);
  assert.match(html, /<div data-role="still"><img alt="4 examples"/);
  const throws = (what: () => unknown, message: string) =>
    assert.throws(what, { name: 'RangeError', message });
  const decoder = network('other', [6], models.mlpGenerator({ output: [28, 28, 1] }));
  throws(
    () => plots.autoencoders([{ ...coders[0]!, decoder }], { features, examples }),
    'autoencoders: an encoder [28, 28, 1] → n or 2·n numbers and a decoder [n] → [28, 28, 1] are expected, got for VAE ' +
      '[28, 28, 1] → [10] and [6] → [28, 28, 1]',
  );
  throws(
    () => plots.autoencoders(coders, { features: decoder, examples }),
    'autoencoders: features of [28, 28, 1] are expected, got of [6]',
  );
  throws(
    () => plots.autoencoders(coders, { features, examples: data.take(examples, 1) }),
    'autoencoders: at least 2 examples are needed, got 1',
  );
});

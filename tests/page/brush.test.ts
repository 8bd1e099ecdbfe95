/** The brush of lesson 07 under a reader's hand, and the gradient that it follows. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import { data, losses, models, plots, random } from 'gan-lib';
import type { Page } from 'playwright-core';
import { browserPage, skipWithoutBrowser } from '../plots/browser.ts';
import { POLICY } from './playground.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const SIZE = 6;
const init = models.heNormal; // so that an untrained generator depends on z
const generatorOptions: models.NetworkOptions = {
  ...{ name: 'generator', input: [SIZE], seed: 1 },
  layers: models.dcganGenerator({ filters: 2, units: 16, init }),
};
const encoderOptions: models.NetworkOptions = {
  ...{ name: 'encoder', input: [28, 28, 1], seed: 1 },
  layers: [...models.dcganTrunk({ filters: 2, units: 16, init }), models.dense(SIZE), models.tanh()],
};
const [generator, encoder] = [models.network(generatorOptions), models.network(encoderOptions)];
const examples = data.take(data.loadMnist().test, 10);

/** Opens it from a file, and waits until the first projection is done. */
async function open(page: Page): Promise<void> {
  const { html } = plots.brush(encoder, generator, { examples, title: 'Paint' });
  const file = join(mkdtempSync(join(tmpdir(), 'gan-brush-')), 'page.html');
  const head =
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">` +
    '<meta name="viewport" content="width=device-width">';
  const start = `<!doctype html><html lang="en"><meta charset="utf-8"><title>A brush</title>${head}`;
  writeFileSync(file, `${start}<main><h1>A brush</h1>${html}</main></html>`);
  await page.goto(pathToFileURL(file).href);
  await page.locator('.gan-brush[data-state=ready]').waitFor();
  await done(page);
}

const done = (page: Page): Promise<void> => page.locator('.gan-brush[data-search=done]').waitFor();
const said = async (page: Page, name: string): Promise<string> =>
  (await page.locator(`[data-say=${name}]`).textContent())!;
const nextFrames = (page: Page): Promise<unknown> =>
  page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
/** The numbers of a canvas, 0 to 255; of its red channel, or of how opaque it is. */
const pixels = (page: Page, name: string, channel = 0): Promise<number[]> =>
  page.evaluate<number[]>(
    `(() => { const c = document.querySelector('[data-canvas=${name}]');
      return [...c.getContext('2d').getImageData(0, 0, c.width, c.height).data].filter((_, i) => i % 4 === ${channel}); })()`,
  );
const covered = async (page: Page): Promise<number> => (await pixels(page, 'pad', 3)).filter(Boolean).length;

/** A stroke of the mouse across the pad. */
async function stroke(page: Page, from: [number, number] = [60, 60], to: [number, number] = [220, 60]) {
  const { x, y } = (await page.locator('[data-canvas=pad]').boundingBox())!;
  await page.mouse.move(x + from[0], y + from[1]);
  await page.mouse.down();
  await page.mouse.move(x + to[0], y + to[1], { steps: 4 });
  await page.mouse.up();
}

suite('the brush', skipWithoutBrowser, () => {
  test('projects a digit, edits z by a stroke of the mouse, and lets the stroke be taken back', async () => {
    await using browser = await browserPage();
    const { page } = browser;
    await open(page);
    const [alone, hybrid] = [Number(await said(page, 'encoder')), Number(await said(page, 'hybrid'))];
    assert.ok(hybrid < alone, `${hybrid} < ${alone}`);
    assert.equal(await said(page, 'steps'), '200 of 200');
    const before = await pixels(page, 'image');
    await stroke(page);
    await nextFrames(page);
    await done(page);
    assert.ok((await covered(page)) > 30);
    const cost = Number(await said(page, 'strokes'));
    assert.ok(cost > 0, `${cost}`);
    assert.equal(await said(page, 'steps'), '100 of 100');
    const after = await pixels(page, 'image');
    assert.notDeepEqual(after, before);
    const costs = (await page.locator('[data-candidate] output').allTextContents()).map(Number);
    assert.deepEqual(
      costs,
      [...costs].sort((a, b) => a - b),
      'the cheapest first',
    );
    await page.locator('[data-ink=free]').check();
    await page.locator('[data-set=width]').fill('4');
    await stroke(page);
    await nextFrames(page);
    await done(page);
    assert.equal(await covered(page), 0);
    assert.deepEqual([browser.errors, browser.foreign], [[], []]);
  });

  test('a free hand obeys the stroke better than a large λ_s, which keeps the image', async () => {
    await using browser = await browserPage();
    const { page } = browser;
    await open(page);
    const before = await pixels(page, 'image');
    const movedBy = async (smoothness: string): Promise<number> => {
      await page.locator('[data-set=smoothness]').fill(smoothness);
      await nextFrames(page);
      await done(page);
      const now = await pixels(page, 'image');
      return now.reduce((sum, value, i) => sum + (value - before[i]!) ** 2, 0);
    };
    await stroke(page);
    await nextFrames(page);
    const [held, free] = [await movedBy('20'), await movedBy('0')];
    assert.ok(held < free, `${held} < ${free}`);
  });

  test('goes on from the candidate that is chosen, and walks from z₀ to z*', async () => {
    await using browser = await browserPage();
    const { page } = browser;
    await open(page);
    await stroke(page);
    await nextFrames(page);
    await done(page);
    const best = await pixels(page, 'image');
    await page.locator('[data-set=path]').fill('0');
    const start = await pixels(page, 'image');
    assert.notDeepEqual(start, best);
    await page.locator('[data-candidate="3"]').click();
    await nextFrames(page);
    await done(page);
    assert.equal(await covered(page), 0, 'the strokes are done with');
  });

  test('paints pixels where it is asked to, and projects what was painted or drawn', async () => {
    await using browser = await browserPage();
    const { page } = browser;
    await open(page);
    await page.locator('[data-set=pixels]').check();
    await stroke(page);
    const image = await pixels(page, 'image');
    assert.equal(image[5 * 28 + 14], 255, 'the pixels themselves');
    assert.equal(await covered(page), 0);
    await page.locator('[data-do=project]').click();
    await nextFrames(page);
    await done(page);
    assert.equal((await pixels(page, 'target'))[5 * 28 + 14], 255);
    assert.equal(await page.locator('[data-set=pixels]').isChecked(), false);

    await page.locator('[data-do=draw]').click();
    await stroke(page, [30, 30], [30, 120]); // in a corner
    const ink = await pixels(page, 'image');
    await page.locator('[data-do=project]').click();
    await nextFrames(page);
    await done(page);
    const framed = data.mnistFrame(
      ink.map((byte) => byte / 255),
      28,
    );
    const target = await pixels(page, 'target');
    const apart = target.map((byte, i) => Math.abs(byte - (framed[i]! + 1) * 127.5));
    assert.ok(Math.max(...apart) <= 1, 'in the frame of MNIST');
  });

  test('is painted on with the keyboard', async () => {
    await using browser = await browserPage();
    const { page } = browser;
    await open(page);
    await page.locator('[data-canvas=pad]').focus();
    await page.keyboard.press('ArrowDown');
    assert.equal(await covered(page), 0, 'the brush is up');
    await page.keyboard.press('Space');
    for (let i = 0; i < 6; i++) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await nextFrames(page);
    const count = await covered(page);
    assert.ok(count >= 12, `${count}`);
    await page.keyboard.press('Delete');
    await nextFrames(page);
    assert.equal(await covered(page), 0);
    await done(page);
  });

  test('is painted on with a finger, which does not scroll the page', async () => {
    await using browser = await browserPage();
    const { page } = browser;
    await open(page);
    const session = await page.context().newCDPSession(page);
    const { x, y } = (await page.locator('[data-canvas=pad]').boundingBox())!;
    const touch = (type: string, points: { x: number; y: number }[]) =>
      session.send('Input.dispatchTouchEvent', { type: type as 'touchStart', touchPoints: points });
    await touch('touchStart', [{ x: x + 100, y: y + 40 }]);
    for (let i = 1; i <= 8; i++) await touch('touchMove', [{ x: x + 100, y: y + 40 + 20 * i }]);
    await touch('touchEnd', []);
    await nextFrames(page);
    assert.ok((await covered(page)) > 20);
    assert.equal(await page.evaluate('scrollY'), 0);
    await done(page);
  });

  test('follows the gradient that the kernel computes', async () => {
    await using browser = await browserPage();
    const { page } = browser;
    await open(page);
    const numbers = random.stream(3, 'numbers');
    const uniform = (count: number, name = numbers) => [
      ...name.fillUniform(new Float32Array(count), -0.9, 0.9),
    ];
    const given = {
      z: uniform(8 * SIZE),
      origin: uniform(SIZE),
      wanted: uniform(784),
      mask: uniform(784).map((value) => Number(value > 0.4)),
      target: uniform(784),
      ...{ generatorOptions, encoderOptions, smoothness: 5 },
    };
    const inPage = await page.evaluate(
      async ({ z, origin, wanted, mask, target, smoothness, ...options }) => {
        interface Library {
          models: { network(options: object): object };
          BrushSearch: new (
            generator: object,
            encoder: object,
          ) => {
            gradient(z: Float32Array, aim: object): Float32Array;
          };
        }
        const { ganLibraries } = globalThis as unknown as {
          ganLibraries: Record<string, { library: Promise<Library> }>;
        };
        const { models, BrushSearch } = await Object.values(ganLibraries)[0]!.library;
        const [G, E] = [options.generatorOptions, options.encoderOptions].map((each) => models.network(each));
        const search = new BrushSearch(G!, E!);
        const floats = (values: number[]) => Float32Array.from(values);
        const strokes = { wanted: floats(wanted), mask: floats(mask) };
        const edit = { kind: 'edit', strokes, origin: floats(origin), smoothness };
        return [{ kind: 'project', target: floats(target) }, edit].map((aim) => [
          ...search.gradient(floats(z), aim),
        ]);
      },
      given,
    );
    const image = (values: number[]) => tf.tensor(values, [1, 28, 28, 1]);
    const here = tf.tidy(() => {
      const { smoothness } = given;
      const edit = { wanted: image(given.wanted), mask: image(given.mask), smoothness };
      const origin = tf.tensor2d(given.origin, [1, SIZE]);
      const costs = [
        (z: tf.Tensor) => losses.rowMeanSquare(generator.apply(z), image(given.target)),
        (z: tf.Tensor) => losses.editCost(generator.apply(z), z, { ...edit, origin }),
      ];
      return costs.map((cost) => [
        ...tf
          .grad((z) => tf.sum(cost(z)))(tf.tensor2d(given.z, [8, SIZE]))
          .dataSync(),
      ]);
    });
    here.forEach((gradient, which) => {
      const largest = Math.max(...gradient.map(Math.abs));
      assert.ok(largest > 1e-3, `a gradient to compare: ${largest}`);
      const worst = Math.max(...gradient.map((value, i) => Math.abs(value - inPage[which]![i]!)));
      assert.ok(worst < 1e-5 * Math.max(1, largest), `${worst} of ${largest}`);
    });
  });

  test('fits a narrow page, is reached by the keyboard, and has no barrier that axe finds', async () => {
    await using browser = await browserPage({ width: 400 });
    const { page } = browser;
    await open(page);
    assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 400);
    const buttons = await page.locator('button:visible, canvas[tabindex]:visible').count();
    const reached = new Set<string>();
    for (let i = 0; i < buttons + 6; i++) {
      await page.keyboard.press('Tab');
      reached.add(await page.evaluate('document.activeElement.outerHTML.slice(0, 60)'));
    }
    assert.ok(reached.size >= buttons, `${reached.size} of ${buttons}`);
    await page.evaluate(axe);
    const { violations } = await page.evaluate<{ violations: { id: string }[] }>('axe.run()');
    assert.deepEqual(
      violations.map(({ id }) => id),
      [],
    );
  });
});

test('a brush shows a still picture where no script runs, and says what does not fit', () => {
  const before = tf.memory().numTensors;
  const { html } = plots.brush(encoder, generator, { examples });
  assert.equal(tf.memory().numTensors, before);
  assert.match(html, /<div data-role="still"><img alt="10 examples"/);
  const other = models.network({
    ...{ name: 'other', input: [SIZE + 1], seed: 1 },
    layers: models.dcganGenerator({ filters: 2 }),
  });
  assert.throws(() => plots.brush(encoder, other, { examples }), {
    name: 'RangeError',
    message:
      'brush: an encoder [28, 28, 1] → z and a generator z → [28, 28, 1] are expected, got ' +
      '[28,28,1] → [6] and [7] → [28,28,1]',
  });
});

/** The page of lesson 06 under a reader's hand, and the gradient that its search follows. */
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
import { pageLibrary, type PageLibrary } from './library.ts';
import { POLICY } from './playground.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const SIZE = 6;
const init = models.heNormal; // so that an untrained generator depends on z
const generatorOptions: models.NetworkOptions = {
  ...{ name: 'generator', input: [SIZE], seed: 1 },
  layers: models.dcganGenerator({ filters: 2, units: 16, init }),
};
const discriminatorOptions: models.NetworkOptions = {
  ...{ name: 'discriminator', input: [28, 28, 1], seed: 1 },
  layers: models.dcganDiscriminator({ filters: 2, units: 16, init }),
};
const [generator, discriminator] = [models.network(generatorOptions), models.network(discriminatorOptions)];
const examples = data.take(data.loadMnist().test, 12);

/** Opens it from a file, and waits until it can be used. */
async function open(page: Page): Promise<void> {
  const { html } = plots.completion(generator, discriminator, { examples, title: 'Rub' });
  const file = join(mkdtempSync(join(tmpdir(), 'gan-completion-')), 'page.html');
  const head =
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">` +
    '<meta name="viewport" content="width=device-width">';
  const start = `<!doctype html><html lang="en"><meta charset="utf-8"><title>A hole</title>${head}`;
  writeFileSync(file, `${start}<main><h1>A hole</h1>${html}</main></html>`);
  await page.goto(pathToFileURL(file).href);
  await page.locator('.gan-completion[data-state=ready]').waitFor();
}

const said = async (page: Page, name: string): Promise<string> =>
  (await page.locator(`[data-say=${name}]`).textContent())!;
/** The numbers of a canvas, 0 to 255: red, green, blue and opacity of each pixel. */
const pixels = (page: Page, name: string): Promise<number[]> =>
  page.evaluate<number[]>(
    `(() => { const c = document.querySelector('[data-canvas=${name}]');
      return [...c.getContext('2d').getImageData(0, 0, c.width, c.height).data]; })()`,
  );
/** What is blue is hidden. */
const hidden = async (page: Page): Promise<number> => {
  const values = await pixels(page, 'pad');
  return values.filter((value, i) => i % 4 === 2 && value > values[i - 2]! + 100).length;
};
const press = (page: Page, what: string): Promise<void> => page.locator(`[${what}]`).click();
const complete = async (page: Page): Promise<void> => {
  await press(page, 'data-do=complete');
  await page.waitForFunction(`document.querySelector('[data-say=steps]').textContent === '200'`);
};

suite('the completion page', skipWithoutBrowser, () => {
  test('fills a hole by eight searches, keeps what is known, and agrees better and better', async () => {
    await using browser = await browserPage();
    const { page } = browser;
    await open(page);
    assert.equal(await hidden(page), 14 * 14);
    const before = await pixels(page, 'pad');
    await press(page, 'data-do=complete');
    const first = Number(await said(page, 'context'));
    await page.waitForFunction(`document.querySelector('[data-say=steps]').textContent === '200'`);
    const last = Number(await said(page, 'context'));
    assert.ok(Number.isNaN(first) || last < first, `${first} → ${last}`);
    const filled = await pixels(page, 'filled');
    const mask = data.masks.centre(28, 28, random.stream(1, 'any'));
    mask.forEach((known, i) => {
      if (known) assert.equal(filled[4 * i], before[4 * i], `pixel ${i}`);
    });
    assert.equal(await page.locator('[data-candidate][data-best=true]').count(), 1);
    assert.match(await said(page, 'psnr'), /^\d+\.\d dB$/);
    assert.deepEqual([browser.errors, browser.foreign], [[], []]);
  });

  test('lets pixels be rubbed out with the mouse, brought back, and shows the truth', async () => {
    await using browser = await browserPage();
    const { page } = browser;
    await open(page);
    await press(page, 'data-do=clear');
    assert.equal(await hidden(page), 0);
    const { x, y } = (await page.locator('[data-canvas=pad]').boundingBox())!;
    const stroke = async (): Promise<void> => {
      await page.mouse.move(x + 40, y + 100);
      await page.mouse.down();
      await page.mouse.move(x + 180, y + 100, { steps: 4 });
      await page.mouse.up();
    };
    await stroke();
    const rubbed = await hidden(page);
    assert.ok(rubbed > 50 && rubbed < 120, `${rubbed}`);
    await press(page, 'data-toggle=truth');
    assert.equal(await hidden(page), 0);
    await press(page, 'data-toggle=truth');
    assert.equal(await hidden(page), rubbed);
    await press(page, 'data-pen=back');
    await stroke();
    assert.equal(await hidden(page), 0);
  });

  test('is rubbed with the keyboard and with a finger', async () => {
    await using browser = await browserPage();
    const { page } = browser;
    await open(page);
    await page.locator('[data-canvas=pad]').focus();
    await page.keyboard.press('Delete');
    assert.equal(await hidden(page), 0);
    await page.keyboard.press('Space');
    for (let i = 0; i < 8; i++) await page.keyboard.press('ArrowDown');
    const byKeys = await hidden(page);
    assert.ok(byKeys > 20, `${byKeys}`);
    await page.keyboard.press('Delete');
    const session = await page.context().newCDPSession(page);
    const { x, y } = (await page.locator('[data-canvas=pad]').boundingBox())!;
    const touch = (type: string, points: { x: number; y: number }[]) =>
      session.send('Input.dispatchTouchEvent', { type: type as 'touchStart', touchPoints: points });
    await touch('touchStart', [{ x: x + 60, y: y + 40 }]);
    for (let i = 1; i <= 6; i++) await touch('touchMove', [{ x: x + 60, y: y + 40 + 20 * i }]);
    await touch('touchEnd', []);
    assert.ok((await hidden(page)) > 20);
    assert.equal(await page.evaluate('scrollY'), 0);
  });

  test('puts a drawing into MNIST’s frame before it is completed', async () => {
    await using browser = await browserPage();
    const { page } = browser;
    await open(page);
    await press(page, 'data-pen=draw');
    const { x, y } = (await page.locator('[data-canvas=pad]').boundingBox())!;
    await page.mouse.move(x + 20, y + 20);
    await page.mouse.down();
    await page.mouse.move(x + 20, y + 80, { steps: 4 });
    await page.mouse.up();
    await press(page, 'data-pen=rub');
    const values = await pixels(page, 'pad');
    const ink = [...Array(784).keys()].filter((i) => values[4 * i]! > 128);
    const rows = ink.map((i) => Math.floor(i / 28));
    assert.ok(Math.max(...rows) - Math.min(...rows) >= 17, 'as tall as MNIST’s digits');
    const column = ink.reduce((sum, i) => sum + (i % 28), 0) / ink.length;
    assert.ok(Math.abs(column - 14) < 1.5, `${column}`);
    await press(page, 'data-mask=left');
    await complete(page);
  });

  test('fits a narrow page, and has no barrier that axe finds', async () => {
    await using browser = await browserPage({ width: 400 });
    const { page } = browser;
    await open(page);
    assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 400);
    await page.evaluate(axe);
    const { violations } = await page.evaluate<{ violations: { id: string }[] }>('axe.run()');
    assert.deepEqual(
      violations.map(({ id }) => id),
      [],
    );
  });
});

suite('the search of the completion page', () => {
  const z = random.stream(1, 'z').fillUniform(new Float32Array(8 * SIZE), -1, 1);
  const image = Float32Array.from(examples.pixels.subarray(0, 784), (byte) => byte / 127.5 - 1);
  const mask = data.masks.centre(28, 28, random.stream(1, 'mask'));

  test('goes along the kernel’s gradient by z, with and without D, to 1e-5', async () => {
    interface Networks {
      network(options: models.NetworkOptions): models.Network;
    }
    type Search = new (
      generator: models.Network,
      discriminator: models.Network,
    ) => {
      gradient(z: Float32Array, hole: object): Float32Array;
    };
    const library = (await pageLibrary()) as PageLibrary & { models: Networks; CompletionSearch: Search };
    const [own, judge] = [generatorOptions, discriminatorOptions].map((options) =>
      library.models.network(options),
    );
    const search = new library.CompletionSearch(own!, judge!);
    for (const [weights, lambda] of [
      [mask, 0],
      [mask, 10],
      [data.contextWeights(mask, 28, 7), 1],
    ] as const) {
      // prettier-ignore
      const inPage = search.gradient(z, { image, weights, lambda });
      const inKernel = tf.tidy(() => {
        const [y, w] = [image, weights].map((values) => tf.tensor(values, [1, 28, 28, 1])) as [
          tf.Tensor,
          tf.Tensor,
        ];
        const cost = (at: tf.Tensor): tf.Tensor => {
          const g = generator.apply(at);
          const prior = tf.mul(lambda, losses.perceptualLoss(discriminator.apply(g)));
          return tf.sum(tf.add(losses.contextualLoss(g, y, w), prior));
        };
        return tf
          .grad(cost)(tf.tensor2d(z, [8, SIZE]))
          .dataSync();
      });
      const largest = Math.max(...inKernel.map(Math.abs));
      const apart = Math.max(...inKernel.map((value, i) => Math.abs(value - inPage[i]!)));
      assert.ok(largest > 0.1 && apart <= 1e-5 * Math.max(1, largest), `${apart} of ${largest}`);
    }
  });
});

test('a completion page shows a still picture where no script runs, and says what does not fit', () => {
  const before = tf.memory().numTensors;
  const { html } = plots.completion(generator, discriminator, { examples });
  assert.equal(tf.memory().numTensors, before);
  assert.match(html, /<div data-role="still"><img alt="12 examples"/);
  assert.throws(() => plots.completion(discriminator, discriminator, { examples }), {
    name: 'RangeError',
    message:
      'completion: a generator z → [28, 28, 1] and a discriminator [28, 28, 1] → [1] are expected, got ' +
      '[28,28,1] → [1] and [28,28,1] → [1]',
  });
});

/** Films and explorers as pages of their own, in a browser without a network. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { data, models, plots } from 'gan-lib';
import type { Page as BrowserTab } from 'playwright-core';
import { skipWithoutBrowser } from './browser.ts';
import { frames } from './examples.ts';
import { codedGenerator, opened, ready } from './explorers.ts';

/** The values of all canvases of the first explorer, −1 to 1: of the first channels of each pixel, of four. */
const canvasValues = (page: BrowserTab, channels = 1): Promise<number[]> =>
  page.evaluate((channels) => {
    interface Canvas {
      getContext(kind: '2d'): {
        getImageData(x: number, y: number, w: number, h: number): { data: Uint8ClampedArray };
      };
      width: number;
      height: number;
    }
    const { document } = globalThis as unknown as {
      document: { querySelectorAll(s: string): Iterable<Canvas> };
    };
    return [...document.querySelectorAll('.gan-explorer:first-of-type canvas')].flatMap((canvas) => {
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      return [...data].filter((_, i) => i % 4 < channels).map((byte) => byte / 127.5 - 1);
    });
  }, channels);

const meanDifference = (a: readonly number[], b: ArrayLike<number>): number =>
  a.reduce((sum, value, i) => sum + Math.abs(value - b[i]!), 0) / a.length;

suite('pages', skipWithoutBrowser, () => {
  test('a film is scrubbed and played', async () => {
    await using browser = await opened(plots.film(frames));
    const { page } = browser;
    const shown = (): Promise<string | null> => page.locator('img:visible').getAttribute('alt');
    assert.equal(await shown(), 'step 500');
    await page.locator('input').fill('2');
    assert.equal(await shown(), 'step 200');
    assert.equal(await page.locator('output').textContent(), 'step 200');
    await page.locator('button').click();
    await page.locator('img[alt="step 500"]').waitFor({ state: 'visible', timeout: 5000 });
    assert.equal(await page.locator('img:visible').count(), 1);
    assert.deepEqual([browser.errors, browser.foreign], [[], []]);
  });

  test('a film shows its last frame where no script runs', () => {
    const shown = plots.film(frames).html.match(/<img(?! hidden)[^>]*alt="([^"]*)"/g);
    assert.equal(shown?.length, 1);
  });

  for (const size of [32, 64] as const) {
    test(`the explorer’s pictures are the kernel’s in colour, ${size} × ${size}`, async () => {
      const input = [24];
      const layers = models.pictureGenerator({ size, filters: 8 });
      const generator = models.network({ name: 'generator', input, layers, seed: 2 });
      for (const { name, variable } of generator.stored)
        if (name.endsWith('filter')) tf.tidy(() => variable.assign(tf.mul(variable, 6))); // far enough from 0
      const latents = () => data.normalLatents({ size: 24, seed: 4 });
      for (let i = 0; i < 20; i++) tf.tidy(() => generator.apply(latents().next(16).z, { training: true })); // statistics as of a training
      await using browser = await opened(plots.latentExplorer(generator, latents(), { count: 3 }));
      await ready(browser.page);
      const found = await canvasValues(browser.page, 3);
      const expected = tf.tidy(() => generator.apply(latents().next(3).z).dataSync());
      assert.equal(found.length, 3 * size * size * 3);
      assert.ok(meanDifference(found, expected) < 0.01, `${meanDifference(found, expected)}`);
      assert.ok(meanDifference(found, expected.toReversed()) > 0.05); // there is something to see
      assert.deepEqual([browser.errors, browser.foreign], [[], []]);
    });
  }

  test('the explorer’s pictures equal the kernel’s', async () => {
    const { latents, generator } = codedGenerator();
    await using browser = await opened(plots.latentExplorer(generator, latents, { count: 4 }));
    const { page } = browser;
    await ready(page);
    const kernel = (category: number, continuous: [number, number], noise: Float32Array): ArrayLike<number> =>
      tf
        .tidy(() =>
          generator.apply(
            latents.compose({
              count: 4,
              noise,
              categories: [[category, category, category, category]],
              continuous: Float32Array.from([continuous, continuous, continuous, continuous].flat()),
            }),
          ),
        )
        .dataSync();
    const given = JSON.parse((await page.locator('[data-part=data]').textContent())!) as {
      firstNoise: number[];
    };
    const noise = Float32Array.from(given.firstNoise);

    const first = await canvasValues(page);
    assert.ok(meanDifference(first, kernel(0, [0, 0], noise)) < 1 / 255);

    await page.locator('input[type=range]').first().fill('1.5');
    await page.locator('button[data-category="2"]').click();
    await page.waitForTimeout(300);
    const second = await canvasValues(page);
    assert.ok(meanDifference(second, first) > 0.05, 'the controls change the picture');
    assert.ok(meanDifference(second, kernel(2, [1.5, 0], noise)) < 1 / 255);

    await page.locator('[data-role=noise]').click();
    await page.waitForTimeout(300);
    assert.ok(meanDifference(await canvasValues(page), second) > 0.05, 'new noise changes the picture');
    assert.deepEqual([browser.errors, browser.foreign], [[], []]);
    generator.dispose();
  });

  test('explorers of a page share TensorFlow.js, whichever brings it', async () => {
    const { latents, generator } = codedGenerator();
    const pages = [false, true, true].map((runtime) =>
      plots.latentExplorer(generator, latents, { count: 2, runtime }),
    );
    await using browser = await opened(...pages);
    await ready(browser.page);
    const left = await browser.page.locator('[data-part=binary], [data-part=library]').count();
    assert.equal(left, 0, 'the second copy is thrown away');
    assert.deepEqual([browser.errors, browser.foreign], [[], []]);
    generator.dispose();
  });

  test('an explorer without TensorFlow.js says what it waits for', async () => {
    const { latents, generator } = codedGenerator();
    await using browser = await opened(plots.latentExplorer(generator, latents, { runtime: false }));
    await browser.page.getByText('Waiting for the program on this page').waitFor();
    assert.equal(await browser.page.locator('[data-role=still] img').isVisible(), true);
    generator.dispose();
  });

  test('explorers of another version of the library bring their own', async () => {
    const { latents, generator } = codedGenerator();
    const { html, ...rest } = plots.latentExplorer(generator, latents, { count: 2 });
    const other = html.replace(/data-library="\w+"/, 'data-library="another"');
    await using browser = await opened({ html, ...rest }, { html: other, ...rest });
    await ready(browser.page);
    const versions = await browser.page.evaluate('Object.keys(ganLibraries)');
    assert.deepEqual(versions, [/data-library="(\w+)"/.exec(html)![1], 'another']);
    const shared = await browser.page
      .evaluate(`Promise.all(Object.values(ganLibraries).map((each) => each.library))
      .then(([one, other]) => one.tf.engine() === other.tf.engine())`);
    assert.equal(shared, false);
    generator.dispose();
  });

  test('an explorer that cannot run says why in one line, and still shows images', async () => {
    const { latents, generator } = codedGenerator();
    const explorers = [true, false].map((runtime) =>
      plots.latentExplorer(generator, latents, { count: 2, runtime }),
    );
    const html = '<script>delete globalThis.DecompressionStream</script>';
    const without: plots.Page = { kind: 'page', text: '', html };
    await using browser = await opened(without, ...explorers);
    const failed = browser.page.locator('.gan-explorer[data-state=failed]');
    await failed.nth(1).waitFor();
    for (const explorer of await failed.all()) {
      const said = await explorer.locator('[data-role=status]').textContent();
      assert.match(said!, /^The explorer cannot run here: TypeError: .*DecompressionStream/);
      assert.equal(await explorer.locator('[data-role=still] img').isVisible(), true);
    }
    generator.dispose();
  });

  test('an explorer runs without WebAssembly, too', async () => {
    const { latents, generator } = codedGenerator();
    const without: plots.Page = {
      kind: 'page',
      text: '',
      html: '<script>delete globalThis.WebAssembly</script>',
    };
    await using browser = await opened(without, plots.latentExplorer(generator, latents, { count: 2 }));
    await ready(browser.page);
    generator.dispose();
  });

  test('an explorer of a layer that a notebook has registered says that the page has no such kind', async () => {
    models.registerLayer<models.Layer>({
      kind: 'own',
      build: (_layer, input) => ({ output: input, parameters: [], apply: (_stored, x) => tf.neg(x) }),
    });
    const latents = data.normalLatents({ size: 4, seed: 1 });
    const layers = [models.reshape([2, 2, 1]), { kind: 'own' }];
    const generator = models.network({ name: 'g', input: [4], layers, seed: 1 });
    await using browser = await opened(plots.latentExplorer(generator, latents));
    await browser.page.locator('.gan-explorer[data-state=failed]').waitFor();
    const said = await browser.page.locator('[data-role=status]').textContent();
    assert.match(
      said!,
      /^The explorer cannot run here: RangeError: g(enerator)?: no layer kind "own" is registered; there are/,
    );
    generator.dispose();
  });
});

suite('explorer', () => {
  test('InfoGAN’s generator at a teaching size stays under 3 MB', () => {
    const latents = data.codedLatents({ noise: 62, codes: { categorical: [10], continuous: 2 }, seed: 1 });
    const layers = models.infoganGenerator({ units: 256, filters: 32 });
    const generator = models.network({ name: 'generator', input: [latents.size], layers, seed: 1 });
    const { html } = plots.latentExplorer(generator, latents);
    assert.ok(html.length < 3e6, `${html.length} bytes`);
    generator.dispose();
  });

  test('what cannot be explored is refused in one line', () => {
    const { latents, generator } = codedGenerator();
    const refused = (ask: () => unknown, line: RegExp): void =>
      assert.throws(ask, { name: 'RangeError', message: line });
    refused(
      () => plots.latentExplorer(generator, latents, { megabytes: 0.1 }),
      /make a page of 0\.\d MB, more than 0.1; take fewer/,
    );
    refused(() => plots.latentExplorer(generator, latents, { count: 0 }), /count must be at least 1, not 0/);
    const other = data.normalLatents({ size: 4, seed: 1 });
    refused(
      () => plots.latentExplorer(generator, other),
      /the generator takes \[13\], the latents are \[4\]/,
    );
    const points = models.network({ name: 'g', input: [4], layers: [models.dense(2)], seed: 1 });
    refused(() => plots.latentExplorer(points, other), /images have the shape .*, the generator makes \[2\]/);
    generator.dispose();
    points.dispose();
  });

  test('it leaves no tensor behind', () => {
    const { latents, generator } = codedGenerator();
    const before = tf.memory().numTensors;
    plots.latentExplorer(generator, latents);
    assert.equal(tf.memory().numTensors, before);
    generator.dispose();
  });
});

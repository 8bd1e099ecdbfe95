/** The playground under a reader's hand. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { plots } from 'gan-lib';
import type { Page } from 'playwright-core';
import { browserPage, skipWithoutBrowser } from '../plots/browser.ts';
import { openPlayground, situationOf } from './playground.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const press = (page: Page, what: string): Promise<void> => page.locator(`[data-${what}]`).click();
const number = async (page: Page, name: string): Promise<number> =>
  Number((await page.locator(`[data-say=${name}]`).textContent())!.replace('−', '-'));
const atStep = (page: Page, step: string): Promise<void> =>
  page.locator('[data-say=step]').getByText(step, { exact: true }).waitFor();

suite('the playground', skipWithoutBrowser, () => {
  test('takes one step, of both, of D or of G, and starts again', async () => {
    await using browser = await browserPage();
    const { page } = browser;
    await openPlayground(page);
    const begin = await situationOf(page);
    assert.equal(begin['step'], '0');
    await press(page, 'who=D');
    await press(page, 'do=step');
    await atStep(page, '1');
    const afterD = await situationOf(page);
    assert.notEqual(afterD['D'], '–');
    assert.deepEqual([afterD['G'], afterD['JS']], ['–', begin['JS']]);
    await press(page, 'who=G');
    await press(page, 'do=step');
    await atStep(page, '2');
    const afterG = await situationOf(page);
    assert.equal(afterG['D'], afterD['D']);
    assert.notEqual(afterG['G'], '–');
    await press(page, 'who=both');
    await press(page, 'do=step');
    await atStep(page, '3');
    assert.notEqual((await situationOf(page))['D'], afterD['D']);
    await press(page, 'do=restart');
    await atStep(page, '0');
    assert.equal(await number(page, 'JS'), Number(begin['JS']));
    assert.deepEqual([browser.errors, browser.foreign], [[], []]);
  });

  test('plays until it is paused, and in slow motion one player after the other', async () => {
    await using browser = await browserPage();
    const { page } = browser;
    await openPlayground(page);
    await press(page, 'do=play');
    await page.waitForFunction("Number(document.querySelector('[data-say=step]').textContent) > 10");
    await press(page, 'do=slow');
    await page.getByText('D was updated').waitFor();
    await page.getByText('G was updated').waitFor();
    await press(page, 'do=play');
    await page.locator('[data-do=play]').getByText('▶ play').waitFor();
    await page.waitForTimeout(1500);
    const step = await number(page, 'step');
    await page.waitForTimeout(1000);
    assert.equal(await number(page, 'step'), step);
    assert.ok((await number(page, 'speed')) > 0);
    for (const line of ['D', 'G', 'JS']) {
      const points = await page.locator(`[data-line=${line}]`).getAttribute('points');
      assert.ok(points!.split(' ').length > 2, line);
    }
  });

  test('takes other settings while it trains, and refuses those that it has no range for', async () => {
    await using browser = await browserPage();
    const { page } = browser;
    await openPlayground(page, '#play=ns,0.001,0.0003,1,1,8,1:b3');
    await page.locator('[data-set=game]').selectOption('gp');
    await page.locator('[data-say=colours]').getByText('score').waitFor();
    assert.equal(await number(page, 'step'), 3);
    await page.locator('[data-set=rateD]').fill('7');
    await page.locator('[data-set=rateD]').blur();
    assert.equal(await page.locator('[data-set=rateD]').inputValue(), '0.001');
    await page.locator('[data-set=modes]').fill('3');
    await page.locator('[data-set=modes]').blur();
    await page.locator('[data-say=modes]').getByText('of 3').waitFor();
    await atStep(page, '0');
  });

  test('takes no damaged situation', async () => {
    await using browser = await browserPage();
    await openPlayground(browser.page, '#play=ns,1,0.0003,1,1,8,1:b3');
    assert.equal(await number(browser.page, 'step'), 0);
    assert.deepEqual(browser.errors, []);
  });

  test('guides through five stops', async () => {
    await using browser = await browserPage();
    const { page } = browser;
    await openPlayground(page);
    await press(page, 'do=tour');
    const title = page.locator('[data-role=title]');
    for (let stop = 1; stop <= 5; stop++) {
      await title.getByText(`${stop} of 5`).waitFor();
      assert.equal(await page.locator('[data-next=true]').count(), 1);
      await press(page, 'do=next');
    }
    assert.equal(await page.locator('[data-role=tour]').isVisible(), false);
    assert.deepEqual(browser.errors, []);
  });

  test('fits a narrow page, is reached by the keyboard, and has no barrier that axe finds', async () => {
    await using browser = await browserPage({ width: 400 });
    const { page } = browser;
    await openPlayground(page, '', { head: '<meta name="viewport" content="width=device-width">' });
    assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 400);
    const controls = await page.locator('button:visible, input:visible, select:visible').count();
    const reached = new Set<string>();
    for (let i = 0; i < controls; i++) {
      await page.keyboard.press('Tab');
      reached.add(await page.evaluate('document.activeElement.outerHTML'));
    }
    assert.equal(reached.size, controls);
    await page.locator('[data-do=step]').focus();
    await page.keyboard.press('Enter');
    await atStep(page, '1');
    assert.deepEqual(await violations(page), []);
  });

  test('says where it computes where no worker and no WebAssembly can be had', async () => {
    await using browser = await browserPage();
    await openPlayground(browser.page, '', {
      head: '<script>delete globalThis.WebAssembly; delete globalThis.Worker</script>',
    });
    const { page } = browser;
    assert.match(
      (await page.locator('[data-say=backend]').textContent())!,
      /^(webgl|cpu), without a worker$/,
    );
    await press(page, 'do=step');
    await atStep(page, '1');
  });

  test('shows a still picture where no script runs', async () => {
    const surface = plots.plane(-2, 2, 8).surface(new Float32Array(64).fill(0.5));
    const still = { surface, real: [1, 0], generated: [0, 1] };
    const before = tf.memory().numTensors;
    const { html } = await plots.playground({ still });
    assert.equal(tf.memory().numTensors, before);
    assert.match(
      html,
      /<div data-role="still"><img alt="1 real and 1 generated points[^>]*src="data:image\/svg/,
    );
    assert.match(html, /<div data-role="controls" hidden="hidden">/);
  });
});

/** What axe complains about, by rule. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const { violations: found } = await page.evaluate<{ violations: { id: string }[] }>('axe.run()');
  return found.map(({ id }) => id);
}

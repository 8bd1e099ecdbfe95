/** Both sides of the Wasserstein distance under the reader's hand. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { metrics, plots } from 'gan-lib';
import type { Page } from 'playwright-core';
import { skipWithoutBrowser } from './browser.ts';
import { opened } from './explorers.ts';

const real = [1, 1, 2, 4, 8, 8];
const generated = [3, 5, 5, 6, 6, 6];
const distance = metrics.wasserstein1d(generated, real);
const chart = plots.earth({ real, generated, distance });

const said = (page: Page, what: string): Promise<string | null> =>
  page.locator(`[data-say=${what}]`).textContent();
const number = async (page: Page, what: string): Promise<number> =>
  Number((await said(page, what))!.replace('−', '-'));

/** A place of one of the two drawings on the screen, given in the drawing's own units. */
async function onScreen(page: Page, part: string, [x, y]: readonly [number, number]) {
  const drawing = page.locator(`[data-part=${part}]`);
  const box = (await drawing.boundingBox())!;
  const [left, top, width] = (await drawing.getAttribute('viewBox'))!.split(' ').map(Number);
  const unit = box.width / width!;
  return [box.x + (x - left!) * unit, box.y + (y - top!) * unit] as const;
}

suite('moving the earth', skipWithoutBrowser, () => {
  test('begins with the plan from first to last, and a critic that says nothing', async () => {
    await using browser = await opened(chart);
    const from = generated.map((at, i) => Math.abs(at - real[5 - i]!));
    assert.equal(await said(browser.page, 'cost'), metrics.mean(from).toFixed(2));
    assert.equal(await said(browser.page, 'score'), '0.00');
  });

  test('meets at W: grains in order, and the sign of what passes for a slope', async () => {
    await using browser = await opened(chart);
    const { page } = browser;
    for (const [one, other] of [
      [0, 5],
      [1, 4],
      [2, 3],
    ] as const) {
      await page.locator(`[data-grain="${one}"]`).click();
      await page.locator(`[data-grain="${other}"]`).click();
    }
    assert.equal(await said(page, 'cost'), distance.toFixed(2));
    assert.equal(await said(page, 'verdict'), 'No plan is cheaper.');
    const share = (places: readonly number[], t: number): number => places.filter((at) => at <= t).length;
    for (let t = 0; t < 9; t++) {
      const slope = Math.sign(share(generated, t) - share(real, t));
      await page.locator(`[data-slope="${t}"]`).fill(String(slope));
    }
    assert.equal(await said(page, 'score'), distance.toFixed(2));
    assert.equal(await said(page, 'verdict'), `They meet: W = ${distance.toFixed(2)}.`);
    assert.deepEqual([browser.errors, browser.foreign], [[], []]);
  });

  test('drags a way to another target, whose grain takes the other', async () => {
    await using browser = await opened(chart);
    const { page } = browser;
    await page.mouse.move(...(await onScreen(page, 'plan', [3, 1.5])));
    await page.mouse.down();
    await page.mouse.move(...(await onScreen(page, 'plan', [1, 3.5])), { steps: 4 });
    await page.mouse.up();
    assert.equal(await page.locator('[data-grain="0"] output').textContent(), '1');
    assert.equal(await page.locator('[data-grain="5"] output').textContent(), '8');
  });

  test('draws no critic that is steeper than 1, and none that scores more than W', async () => {
    await using browser = await opened(chart);
    const { page } = browser;
    await page.mouse.move(...(await onScreen(page, 'critic', [0, 0])));
    await page.mouse.down();
    let highest = 0;
    for (let k = 0; k < 30; k++) {
      const height = 2 * Math.sin(7 * k);
      await page.mouse.move(...(await onScreen(page, 'critic', [(k * 4) % 10, height])));
      const points = (await page.locator('[data-part=critic] polyline').getAttribute('points'))!;
      const values = points.split(' ').map((point) => Number(point.split(',')[1]) / 0.6);
      for (let t = 1; t < values.length; t++) assert.ok(Math.abs(values[t]! - values[t - 1]!) < 1 + 1e-9);
      highest = Math.max(highest, await number(page, 'score'));
    }
    await page.mouse.up();
    assert.ok(highest > 0, 'a critic that was drawn says something');
    assert.ok(highest <= distance);
  });

  test('refuses heaps that do not fit each other', () => {
    assert.throws(() => plots.earth({ real: [1], generated: [1, 2], distance: 0 }), {
      name: 'RangeError',
      message: /^earth: two heaps of 2 to 12 grains/,
    });
  });
});

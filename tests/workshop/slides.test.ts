/** Slides in a browser, from a file, without a network. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, suite, test } from 'node:test';
import { openPrinted, overflows } from '../../tools/workshop/deck.ts';
import { makeSlides } from '../../tools/workshop/python.ts';
import { browserPage, skipWithoutBrowser } from '../plots/browser.ts';
import { code, markdown, notebook } from '../report/notebooks.ts';
import { lessons } from './lessons.ts';

/** First words of slides that may be too full. Nothing is added here: a slide is made to fit. */
const EXEMPT: readonly string[] = [];

const folder = mkdtempSync(join(tmpdir(), 'gan slides '));
after(() => rmSync(folder, { recursive: true }));

const pathOf = (name: string): string => join(folder, `${name}.html`);

const tagged = (source: string, tag: string) => ({
  ...markdown(source),
  metadata: { tags: [tag], gan: { id: '99.1', minutes: [2, 4] as const } },
});
const small = notebook(
  markdown(
    '# A lesson\n\nFirst of all. This is only said. A **term** is a word. *What is $x$?*\n\n$$x = 1$$',
  ),
  code("import * as tf from 'tf';"),
  code('const x = 1;'),
  tagged('**Exercise 99.1.** Find $x$.', 'exercise'),
  { ...code('const secret = 42;'), metadata: { tags: ['solution'] } },
  { ...markdown('They forget the sign.'), metadata: { tags: ['instructor'] } },
);

const long = Array.from({ length: 40 }, (_, i) => `const line${i} = ${i};`).join('\n');
const wide = `const wide = '${'x'.repeat(200)}';`;
const full = notebook(markdown('# Full'), code(long), code(wide), code('const fits = 1;'));

suite('slides', skipWithoutBrowser, () => {
  before(() => {
    const own = { small, full };
    const decks = [
      ...Object.entries(own).map(([name, lesson]) => ({ lesson, file: { name, folder } })),
      ...lessons,
    ];
    return makeSlides(decks.map((deck) => ({ ...deck, output: pathOf(deck.file.name) })));
  });

  test('show what is to be seen, and keep the whole text in the notes', async () => {
    const file = pathOf('small');
    await using browser = await browserPage();
    const { page } = browser;
    await openPrinted(page, file);
    const texts = await page.locator('.pdf-page').allInnerTexts();
    assert.equal(texts.length, 3);
    assert.match(texts[0]!, /A lesson\s+First of all\. A term is a word\. What is/);
    assert.doesNotMatch(texts[0]!, /only said/);
    assert.match(texts[1]!, /const x = 1;/);
    assert.match(texts[2]!, /Exercise 99\.1[^]*2 to 4 minutes/);
    const notes = await page.locator('aside.notes').allTextContents();
    assert.match(notes.join('\n'), /only said[^]*forget the sign/);
    assert.ok(!readFileSync(file, 'utf8').includes('secret'));
    assert.ok((await page.locator('mjx-container svg').count()) > 0);
    assert.deepEqual([browser.errors, browser.foreign], [[], []]);
  });

  test('open a speaker’s view with the notes', async () => {
    await using browser = await browserPage();
    await browser.page.goto(pathToFileURL(pathOf('small')).href);
    await browser.page.waitForFunction("document.documentElement.dataset.slides === 'ready'");
    const [popup] = await Promise.all([browser.page.waitForEvent('popup'), browser.page.keyboard.press('s')]);
    await popup.locator('.speaker-controls-notes .value', { hasText: 'only said' }).waitFor();
    assert.deepEqual([browser.errors, browser.foreign], [[], []]);
  });

  test('that are too full are found', async () => {
    await using browser = await browserPage();
    await openPrinted(browser.page, pathOf('full'));
    const found = await overflows(browser.page);
    assert.deepEqual(
      found.map(({ slide }) => slide),
      [2, 3],
    );
  });

  test('of every lesson fit, but for the exempt, of which none is there in vain', async () => {
    await using browser = await browserPage();
    const tooFull: string[] = [];
    for (const { file } of lessons) {
      await openPrinted(browser.page, pathOf(file.name));
      tooFull.push(...(await overflows(browser.page)).map(({ words }) => `${file.name}: ${words}`));
    }
    assert.deepEqual(tooFull.sort(), [...EXEMPT].sort());
    assert.deepEqual([browser.errors, browser.foreign], [[], []]);
  });
});

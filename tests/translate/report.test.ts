/** `npm run report -- 01 --lang de` and `npm run translate`, in a project of two small notebooks. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { after, suite, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { environment } from '../../tools/setup/environment.mjs';
import { project } from '../../tools/setup/project.mjs';
import { browserPage, skipWithoutBrowser } from '../plots/browser.ts';
import { clone, runReport } from '../report/clone.ts';
import { code, markdown, notebook } from '../report/notebooks.ts';

const lesson = notebook(
  { ...markdown('# One lesson\n\nThe first paragraph of all.\n\n## More\n\nIt stays.'), id: 'aaaa' },
  code('const x = 1; // One lesson'),
);
const here = project();

suite('in a language', () => {
  const copy = clone({ '01-one': lesson, '02-two': notebook({ ...markdown('# Two'), id: 'bbbb' }) });
  after(() => {
    copy[Symbol.dispose]();
  });
  const file = (name: string) => join(copy.root, 'notebooks', 'translations', 'de', `${name}.po`);

  function translate(...args: string[]) {
    const program = join(copy.root, 'tools', 'commands', 'translate.ts');
    const { status, stdout, stderr } = spawnSync(here.node, [program, ...args], {
      cwd: copy.root,
      env: environment(here),
      encoding: 'utf8',
    });
    return { code: status, stdout, stderr };
  }

  const report = (...args: string[]) => runReport(copy, args);
  const refuses = (line: string) => ({ code: 2, stdout: '', stderr: `${line}\n` });

  test('nothing is there at first, which is said in one line', async () => {
    const none = 'There is no translation into "de"; there are: none.';
    assert.deepEqual(await report('01', '--no-execute', '--lang', 'de'), refuses(none));
    const usage = 'npm run translate -- [00 01 …] --lang zh';
    assert.deepEqual(
      translate('--lang', 'de'),
      refuses(`nothing is translated into de yet; name a notebook: ${usage}`),
    );
    for (const code of ['', '../de', 'DE', 'german language'])
      assert.deepEqual(
        translate('01', '--lang', code),
        refuses(`--lang "${code}" is no code of a language, as zh or pt-BR: ${usage}`),
      );
  });

  test('a catalogue is begun, filled in and brought up to date', () => {
    assert.match(translate('01', '--lang', 'de').stdout, /01-one\.po: 0 of 4 translated, 0 fuzzy, 4 missing/);
    const filled = readFileSync(file('01-one'), 'utf8')
      .replace('msgid "# One lesson"\nmsgstr ""', 'msgid "# One lesson"\nmsgstr "# Eine Lektion"')
      .replace('of all."\nmsgstr ""', 'of all."\nmsgstr "Der erste Absatz."');
    writeFileSync(file('01-one'), filled);
    const words = readFileSync(file('page'), 'utf8').replace(
      'msgid "Contents"\nmsgstr ""',
      'msgid "Contents"\nmsgstr "Inhalt"',
    );
    writeFileSync(file('page'), words);
    assert.match(translate('--lang', 'de').stdout, /01-one\.po: 2 of 4 translated, 0 fuzzy, 2 missing/);
    assert.equal(readFileSync(file('01-one'), 'utf8'), filled);
  });

  test('a report is written, whose page says its language', async () => {
    const { stdout } = await report('01', '--no-execute', '--lang', 'de', '--out', 'out');
    assert.match(stdout, /^01-one\n {2}2 of 4 paragraphs in de, the others in English\n/);
    const html = readFileSync(join(copy.root, 'out', '01-one.de.html'), 'utf8');
    assert.match(html, /<html lang="de">/);
    assert.match(html, /<title>Eine Lektion<\/title>/);
    assert.match(html, /<summary>Inhalt<\/summary>/);
    assert.match(html, /<div lang="en">\s*<div class="highlight/);
    assert.ok(existsSync(join(copy.root, 'out', '01-one.de.ipynb')));
    assert.equal(existsSync(join(copy.root, 'out', '01-one.html')), false);
  });

  test(
    'the page marks what is English, for eyes and for whoever reads it aloud',
    skipWithoutBrowser,
    async () => {
      await using browser = await browserPage();
      const { page } = browser;
      await page.goto(pathToFileURL(join(copy.root, 'out', '01-one.de.html')).href);
      const left = await page.evaluate<string[][]>(
        `[...document.querySelectorAll('.untranslated + *')].map(({ localName, lang, textContent }) =>
        [localName, lang, textContent.replace('¶', '')])`,
      );
      assert.deepEqual(left, [
        ['h2', 'en', 'More'],
        ['p', 'en', 'It stays.'],
      ]);
      assert.equal(await page.locator('main p', { hasText: 'Der erste Absatz.' }).getAttribute('lang'), null);
    },
  );

  test('a notebook without a translation is written in English, and a line says which have one', async () => {
    const { stdout } = await report('02', '--no-execute', '--lang', 'de', '--out', 'out');
    assert.match(stdout, /^02-two\n {2}stays in English; in de there is: 01-one\n/);
    assert.match(readFileSync(join(copy.root, 'out', '02-two.html'), 'utf8'), /<html lang="en">/);
  });

  test('a catalogue that is broken, or of another notebook, is named in one line before anything is done', async () => {
    writeFileSync(file('02-two'), readFileSync(file('01-one')));
    const of = 'notebooks/translations/de/02-two.po';
    assert.deepEqual(
      await report('02', '--no-execute', '--lang', 'de'),
      refuses(`${of} is of another notebook: none of its cells is in 02-two`),
    );
    writeFileSync(file('02-two'), 'msgid "a');
    assert.deepEqual(
      await report('02', '--no-execute', '--lang', 'de'),
      refuses(
        `${of} is no PO file that can be read: Error parsing PO data: End-of-file within string at line 1`,
      ),
    );
    assert.match(translate('--lang', 'de').stderr, /^\S*02-two\.po is no PO file .*\n$/);
  });
});

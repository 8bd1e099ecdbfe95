/** Reports of saved outputs, the index of all, and two runs on one page. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { plots } from 'gan-lib';
import { provenanceOf } from '../../tools/report/provenance.ts';
import { readNotebook, type Notebook } from '../../tools/report/notebook.ts';
import { output } from '../../tools/report/page.ts';
import { browserPage, skipWithoutBrowser } from '../plots/browser.ts';
import { clone, runReport, type Clone, type Ended } from './clone.ts';
import { code, configuration, markdown, notebook } from './notebooks.ts';

/** A picture of one pixel. */
const PIXEL = {
  black: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
  white: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg==',
};

const scoreboard = plots.scoreboard([
  { claim: 'D < 1', paper: 'yes', run: '0.5', met: true },
  { claim: 'G > 1', paper: 'yes', run: '0.5', met: false },
]);

/** A lesson as it was saved, with outputs as in a run of `steps` steps. */
async function saved(steps: number): Promise<Notebook> {
  const step = Array.from({ length: 20 }, (_, i) => i);
  const losses = plots.lossCurves({
    step,
    discriminatorLoss: step.map((i) => 1 + i / steps),
    generatorLoss: step,
  });
  return notebook(
    markdown('# 01 · A lesson'),
    configuration,
    output({ 'text/plain': '', 'application/vnd.gan.result+json': { floor: 3, distance: 100 / steps } }),
    output(await plots.bundle(losses)),
    output({ 'image/png': steps > 100 ? PIXEL.black : PIXEL.white, 'text/plain': 'Samples' }),
    markdown('## Scoreboard'),
    output(await plots.bundle(scoreboard)),
  );
}

describe('npm run report -- --all --no-execute', () => {
  let project: Clone;
  let ended: Ended;

  before(async () => {
    project = clone({ '01-first': await saved(200), '02-second': notebook(markdown('# 02 · Words')) }, [
      '.setup',
      '.venv',
    ]);
    ended = await runReport(project, ['--all', '--no-execute', '--out', 'out']);
  });
  after(() => {
    project[Symbol.dispose]();
  });

  test('writes a report of each notebook, the notebook beside it, and an index', () => {
    assert.deepEqual([ended.code, ended.stderr], [0, '']);
    assert.deepEqual(readdirSync(join(project.root, 'out')).sort(), [
      ...['01-first.html', '01-first.ipynb', '02-second.html', '02-second.ipynb', 'index.html'],
    ]);
  });

  test('says that the outputs are those that were saved, and what the settings are', () => {
    const written = readNotebook({ folder: join(project.root, 'out'), name: '01-first' });
    const provenance = provenanceOf(written)!;
    assert.equal(provenance.about['outputs'], 'as saved');
    assert.deepEqual(provenance.settings[1], { name: 'steps', value: 4000, default: 4000, changed: false });
  });

  test('leads from a card with picture and scoreboard to each report', skipWithoutBrowser, async () => {
    await using browser = await browserPage();
    await browser.page.goto(pathToFileURL(join(project.root, 'out', 'index.html')).href);
    const cards = browser.page.locator('.card');
    assert.equal(await cards.count(), 2);
    assert.equal(await cards.first().locator('summary').textContent(), '1 of 2 claims met');
    assert.equal(await cards.first().locator('img').getAttribute('alt'), 'Samples');
    await cards.first().getByRole('link').click();
    await browser.page.getByRole('heading', { level: 1, name: '01 · A lesson' }).waitFor();
    assert.deepEqual([browser.errors, browser.foreign], [[], []]);
  });
});

describe('npm run report -- --compare', () => {
  let project: Clone;

  before(async () => {
    project = clone({
      '01-first': await saved(200),
      '02-second': notebook(markdown('# 02 · Words'), code('1')),
    });
    await runReport(project, ['01', '--no-execute', '--out', 'a']);
    await runReport(project, ['--no-execute', '--out', 'b']);
    // As if the second had been executed with another value.
    const path = join(project.root, 'b', '01-first.ipynb');
    const { cells, metadata } = await saved(50);
    const provenance = provenanceOf(readNotebook({ folder: join(project.root, 'b'), name: '01-first' }))!;
    const settings = provenance.settings.map((setting) =>
      setting.name === 'steps' ? { ...setting, value: 50 } : setting,
    );
    writeFileSync(
      path,
      JSON.stringify({
        ...notebook(...cells),
        metadata: { ...metadata, report: { ...provenance, settings } },
      }),
    );
  });
  after(() => {
    project[Symbol.dispose]();
  });

  test(
    'shows what differs between two reports: settings, results, curves, pictures',
    skipWithoutBrowser,
    async () => {
      const ended = await runReport(project, [
        '--compare',
        'a/01-first.html',
        'b/01-first.ipynb',
        '--out',
        'c',
      ]);
      assert.deepEqual([ended.code, ended.stderr], [0, '']);
      await using browser = await browserPage();
      const { page } = browser;
      await page.goto(pathToFileURL(join(project.root, 'c', '01-first-compared.html')).href);
      assert.match(
        await page.locator('main').innerText(),
        /setting\s+first run\s+second run\s+steps\s+4000\s+50\s/,
      );
      const rows = await page.getByRole('row').allInnerTexts();
      assert.ok(rows.includes('floor\t3\t3\tnone'));
      assert.ok(rows.includes('distance\t0.5\t2\t+1.5'));
      const chart = page.locator('figure[data-draw=vega]');
      await chart.and(page.locator('[data-state=drawn]')).waitFor();
      assert.equal(await chart.count(), 1, 'a chart for the curve that differs');
      assert.match((await chart.textContent())!, /discriminator loss[^]*steps 4000[^]*steps 50/);
      await page.getByText('The same in both: generator loss.').waitFor();
      assert.equal(await page.locator('.pair img').count(), 2);
      assert.deepEqual([browser.errors, browser.foreign], [[], []]);
    },
  );

  for (const [what, runs, line] of [
    [
      'what is no run',
      ['a/nothing.html', 'a/01-first.html'],
      /nothing\.html is no run: give a report \(\.html, /,
    ],
    [
      'a notebook without outputs',
      ['a/01-first.html', 'b/02-second.ipynb'],
      /02-second\.ipynb has no outputs: /,
    ],
    [
      'runs of two notebooks',
      ['a/01-first.html', 'other.ipynb'],
      /These are runs of two notebooks, "01 · A lesson" and /,
    ],
  ] as const) {
    test(`refuses ${what} in one line`, async () => {
      const other = notebook(markdown('# 02 · Other'), output({ 'text/plain': '1' }));
      writeFileSync(join(project.root, 'other.ipynb'), JSON.stringify(other));
      const { code, stderr } = await runReport(project, ['--compare', ...runs]);
      assert.equal(code, 2);
      assert.match(stderr, line);
      assert.equal(stderr.trim().split('\n').length, 1);
    });
  }
});

test('a report that was executed has the notebook beside it, with its outputs', async () => {
  using project = clone({ '01-short': notebook(markdown('# Short'), code('console.log(6 * 7)')) });
  const { code: exit } = await runReport(project, ['1', '--out', 'out']);
  assert.equal(exit, 0);
  const written = readNotebook({ folder: join(project.root, 'out'), name: '01-short' });
  assert.equal(written.cells[1]?.outputs?.[0]?.text, '42\n');
  assert.match(provenanceOf(written)?.about['duration'] ?? '', /^\d+\.\d s$/);
  assert.match(readFileSync(join(project.root, 'out', '01-short.html'), 'utf8'), /Code \[1\] · \d+\.\d s/);
});

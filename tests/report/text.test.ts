/** What is only text does nothing in a report, however it looks. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { plots } from 'gan-lib';
import { indexPage } from '../../tools/report/index-page.ts';
import { comparison } from '../../tools/report/compare.ts';
import { withProvenance } from '../../tools/report/provenance.ts';
import { html, output, table } from '../../tools/report/page.ts';
import { skipWithoutBrowser } from '../plots/browser.ts';
import { frames, moments } from '../plots/examples.ts';
import { code, markdown, notebook } from './notebooks.ts';
import { opened, readThrough } from './showcase.ts';

/** Each would count itself in, if it ran. */
const HOSTILE = [
  '<script>hacked.push("a script")</script>',
  '</script><script>hacked.push("an ended script")</script>',
  '<!--<script>hacked.push("a comment")</script>',
  '"><img src=x onerror="hacked.push(\'an attribute\')">',
  "'><svg onload=hacked.push('an svg')>",
  '</title></style></textarea><script>hacked.push("an ended title")</script>',
  '{{ hacked.push(1) }}{% raw %}{#',
].join(' ');

const link = '[a link](javascript:hacked.push("a_link"))';

async function hostile(y = [1, 2]) {
  const lines = plots.lines([{ name: HOSTILE, x: [1, 2], y }], {
    x: HOSTILE,
    y: HOSTILE,
    title: HOSTILE,
  });
  const charts = [lines, plots.toyFilm(moments, { title: HOSTILE }), plots.film(frames, { title: HOSTILE })];
  const bundles = await Promise.all(charts.map((chart) => plots.bundle(chart)));
  const cells = [
    markdown(`# A lesson ${HOSTILE}`),
    markdown(`## A section ${HOSTILE}\n\n${HOSTILE}\n\n${link}`),
    {
      ...code(HOSTILE, HOSTILE),
      outputs: [
        { output_type: 'stream' as const, name: 'stdout' as const, text: HOSTILE },
        { output_type: 'error' as const, ...{ ename: HOSTILE, evalue: HOSTILE, traceback: [HOSTILE] } },
      ],
    },
    ...bundles.map(output),
    output({ 'text/plain': HOSTILE, 'application/vnd.gan.result+json': { [HOSTILE]: HOSTILE } }),
    output({ 'image/png': 'iVBORw0KGgo=', 'text/plain': HOSTILE }),
    output(await plots.bundle(plots.table({ [HOSTILE]: [HOSTILE] }, { title: HOSTILE }))),
    markdown('## Scoreboard'),
    table([HOSTILE], [[HOSTILE]]),
  ];
  return withProvenance(notebook(...cells), {
    about: { [HOSTILE]: HOSTILE },
    settings: [{ name: HOSTILE, value: HOSTILE, default: HOSTILE, changed: true }],
    versions: [{ name: HOSTILE, value: HOSTILE }],
  });
}

suite('hostile text', skipWithoutBrowser, () => {
  /** Opens a report in a page that counts what has run, reads all of it and presses everything. */
  async function whatRuns(from: Parameters<typeof opened>[0], name: string): Promise<unknown> {
    await using report = await opened(from, { name, begin: 'globalThis.hacked = []' });
    const { page } = report;
    await readThrough(page);
    for (const link of await page.getByRole('link', { name: 'a link' }).all()) await link.click();
    const chart = page.locator('figure[data-draw=vega] .background').first();
    if (await chart.isVisible()) await chart.hover({ force: true });
    await page.waitForTimeout(500);
    assert.deepEqual(report.foreign, []);
    return await page.evaluate('hacked');
  }

  test('in all places of a notebook is shown and does not run', async () => {
    assert.deepEqual(await whatRuns(await hostile(), "<img src=x onerror=hacked.push('a name')>"), []);
  });

  test('in the index and in a comparison does not run', async () => {
    const run = await hostile();
    assert.deepEqual(
      await whatRuns(indexPage([{ name: HOSTILE.replaceAll('/', ''), notebook: run }]), 'index'),
      [],
    );
    const other = await hostile([2, 1]);
    const compared = await comparison({ path: HOSTILE, notebook: run }, { path: HOSTILE, notebook: other });
    assert.deepEqual(await whatRuns(compared, 'compared'), []);
  });

  test('is told from a program, which does run', async () => {
    const program = html('<script>hacked.push("a program")</script>');
    assert.deepEqual(await whatRuns(notebook(program), 'program'), ['a program']);
  });
});

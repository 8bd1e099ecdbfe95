/** Every chart in every form: what a front end gets, and that loading lib does not load what draws it. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { suite, test } from 'node:test';
import { plots } from 'gan-lib';
import { moments, pages, pictures, plotly, vegaLite } from './examples.ts';

const isSentence = (text: unknown): void => assert.match(String(text), /^\S[\s\S]{20,}[.\w]$/);

suite('bundles', () => {
  for (const [name, chart] of Object.entries(vegaLite)) {
    test(`${name}: Vega, SVG and a sentence`, async () => {
      const bundle = await plots.bundle(chart);
      assert.deepEqual(Object.keys(bundle).sort(), [
        'application/vnd.vega.v5+json',
        'image/svg+xml',
        'text/plain',
      ]);
      isSentence(bundle['text/plain']);
      const svg = String(bundle['image/svg+xml']);
      assert.match(svg, /^<svg role="img" aria-label="/);
      assert.ok(svg.split('<path').length > 5, 'marks are drawn');
      assert.doesNotMatch(svg, /NaN|undefined|https?:(?!\/\/www\.w3\.org)/);
    });
  }

  for (const [name, chart] of Object.entries(plotly)) {
    test(`${name}: plotly, SVG and a sentence`, async () => {
      const bundle = await plots.bundle(chart);
      assert.deepEqual(Object.keys(bundle).sort(), [
        'application/vnd.plotly.v1+json',
        'image/svg+xml',
        'text/plain',
      ]);
      isSentence(bundle['text/plain']);
    });
  }

  for (const [name, chart] of Object.entries(pictures)) {
    test(`${name}: PNG and a sentence`, async () => {
      const bundle = await plots.bundle(chart);
      assert.deepEqual(Object.keys(bundle).sort(), ['image/png', 'text/plain']);
      isSentence(bundle['text/plain']);
    });
  }

  for (const [name, chart] of Object.entries(pages)) {
    test(`${name}: HTML that needs nothing from outside, and text`, async () => {
      const bundle = await plots.bundle(chart);
      assert.deepEqual(Object.keys(bundle).sort(), ['text/html', 'text/plain']);
      assert.doesNotMatch(String(bundle['text/html']), /(src|href)="(?!data:)/);
    });
  }

  test('a plane may have other axes than x and y, moving and still', () => {
    const { figure, fallback } = plots.toyFilm(moments, { axes: ['sample', 'code'] });
    const still = plots.toyWorlds({ first: moments[0]! }, { axes: ['sample', 'code'] });
    for (const drawn of [figure, fallback.spec, still.spec]) {
      const text = JSON.stringify(drawn);
      assert.match(text, /"(sample)"/);
      assert.match(text, /"(code)"/);
      assert.doesNotMatch(text, /"title":("[xy]"|\{"text":"[xy]"\})/);
    }
  });

  test('importing lib loads no drawing library', () => {
    const program = `
      require('gan-lib');
      const loaded = Object.keys(require.cache).filter((file) => /node_modules.(vega|plotly|@resvg)/.test(file));
      console.log(JSON.stringify(loaded));`;
    const out = execFileSync(process.execPath, [...process.execArgv, '-e', program], { encoding: 'utf8' });
    assert.deepEqual(JSON.parse(out.trim().split('\n').at(-1)!), []);
  });
});

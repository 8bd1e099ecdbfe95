/** The template is one of nbconvert's: its own program and JupyterLab write reports with it too. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, suite, test } from 'node:test';
import { environment } from '../../tools/setup/environment.mjs';
import { project } from '../../tools/setup/project.mjs';
import { startLab } from '../plots/jupyter.ts';
import { code, markdown, notebook } from './notebooks.ts';

const here = project();

const settings = {
  'text/plain': 'steps: 200',
  'application/vnd.gan.settings+json': { settings: { steps: 200 }, defaults: { steps: 6000 } },
};

const plain = notebook(markdown('# Exported\n\n$x^2$'), {
  ...code('settings'),
  outputs: [{ output_type: 'display_data', data: settings, ...{ metadata: {} } }],
});

/** What a report has and no other export. */
function assertReport(html: string): void {
  assert.match(html, /<title>Exported<\/title>/);
  assert.match(html, /data-library="mathjax"/);
  assert.match(html, /Changed:[^]*steps[^]*200[^]*instead of 6000/);
  assert.doesNotMatch(html, /<script[^>]*\ssrc=/);
}

suite('a notebook that npm run report has not seen', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gan export '));
  after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'plain.ipynb');
  writeFileSync(file, JSON.stringify(plain));

  for (const options of [
    [],
    ['--template', 'gan-notebooks'],
    ['--template', join(here.templates, 'gan-notebooks')],
  ]) {
    test(`is written by jupyter nbconvert --to html ${options.join(' ').replace(here.root, '…')}`, () => {
      const { status, stderr } = spawnSync(
        here.python,
        ['-m', 'nbconvert', '--to', 'html', ...options, file],
        { env: environment(here), encoding: 'utf8' },
      );
      assert.equal(status, 0, stderr);
      assertReport(readFileSync(join(folder, 'plain.html'), 'utf8'));
    });
  }

  test('is exported by JupyterLab', async (t) => {
    await using lab = await startLab('gallery.ipynb', {}, t.signal);
    // What its menu asks for.
    const answer = await fetch(`${lab.origin}/nbconvert/html/gallery.ipynb?download=true`, {
      headers: { Referer: lab.notebook },
    });
    assert.equal(answer.status, 200);
    const html = await answer.text();
    assert.match(html, /<details class="code" open/);
    assert.doesNotMatch(html, /<script[^>]*\ssrc=/);
  });
});

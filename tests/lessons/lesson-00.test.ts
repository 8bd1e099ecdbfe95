/** The first notebook, executed in the real kernel, with its exercises unsolved and solved. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { findNotebooks, readNotebook, type Notebook } from '../../tools/report/notebook.ts';
import { provenanceOf } from '../../tools/report/provenance.ts';
import { project } from '../../tools/setup/project.mjs';
import { executedQuickly, hasOutputs } from './quick.ts';

const folder = join(project().root, 'notebooks');
const notebookOf = (name: string) => readNotebook(findNotebooks(folder, [name])[0]!);
const markdown = notebookOf('00').cells.filter(({ cell_type }) => cell_type === 'markdown');
const prose = markdown.map(({ source }) => source).join('\n');

/** Of each solution what a reader might write instead. */
const MISTAKES: Record<string, string> = {
  'const shape: number[] = [40, 28, 28, 1];': 'const shape: number[] = [28, 28, 1, 40];',
  'const slopeAtZero: number = -1 / 2;': 'const slopeAtZero: number = 1 / 2;',
  'ringGan(settings.rateD / 1000)': 'ringGan(settings.rateD / 100)',
};

/** The notebook with a mistake and its check before each solution. */
function withMistakes(notebook: Notebook): Notebook {
  const cells = notebook.cells.flatMap((cell, i, all) =>
    cell.metadata.tags?.includes('solution')
      ? [
          { ...cell, id: `mistake-${i}`, source: mistaken(cell.source) },
          { ...all[i + 1]!, id: `check-${i}` },
          cell,
        ]
      : [cell],
  );
  return { ...notebook, cells };
}

function mistaken(solution: string): string {
  const [right, wrong] = Object.entries(MISTAKES).find(([right]) => solution.includes(right))!;
  return solution.replace(right, wrong);
}

describe('00 start here, quick', () => {
  const { found, cells, near } = executedQuickly('00', withMistakes);
  const textOf = (part: string) => cells.find(({ source }) => source.includes(part))!.text;

  it('shows digits before anything else, and an explorer of its own generator', () => {
    const [imports, digits, explorer] = cells;
    assert.equal(imports!.text, '');
    assert.match(digits!.text, /^40 images of 28×28 pixels in 4 rows and 10 columns\./);
    assert.match(explorer!.text, /^10 images of a generator that runs in the page, with a slider, a slider,/);
    for (const { source } of [digits!, explorer!]) assert.ok(source.split('\n').length <= 4, source);
  });

  it('finds the machine ready', () => {
    assert.equal(found['checks'], 8);
    // How fast a machine is, and how many cores it has, is nothing that a test may ask of it.
    const bad = String(found['bad']).split(', ');
    assert.deepEqual(
      bad.filter((check) => !['', 'speed', 'cores'].includes(check)),
      [],
    );
    assert.match(textOf('machine.check'), /MNIST +✓ +70,000 images/);
  });

  it('shows the idioms with the results that the text names', () => {
    assert.match(textOf('rowMeans'), /shape \[ 2, 3 \] → \[ 2 \] values Float32Array\(2\) \[ 2, 5 \]/);
    assert.match(textOf('rootMeanSquare'), /3 tensors stay without tidy, 1 with it/);
    near('slope', 8, 1e-4);
    near('a', 2, 0.01);
    near('b', 1, 0.01);
  });

  it('trains two GANs that differ in one value, and draws both under its name', () => {
    assert.equal(found['steps'], 100);
    near('lossD', 1.342, 2e-3);
    near('lossDFaster', 1.193, 5e-3);
    assert.match(textOf('withPrevious'), /previous run/);
    assert.match(textOf('withPrevious'), /rateD 0\.001 → 0\.01/);
    hasOutputs(cells, 'application/vnd.vega.v5+json', 'image/svg+xml');
  });

  it('leaves its exercises to the reader, helps where an answer is wrong, and says where it is right', () => {
    const blanks = cells.filter(({ source }) => source.includes('notebook.todo'));
    assert.equal(blanks.length, 3);
    for (const { outputs } of blanks) assert.equal(outputs[0]!.output_type, 'error');
    const checks = cells.filter(({ source }) => source.includes('notebook.check'));
    const [wrong1, right1, wrong2, right2, wrong3, right3] = checks.map(({ text }) => text.split('\n')[0]!);
    assert.match(wrong1!, /^✗ 00\.1, not yet: .* One image for each row/);
    assert.match(wrong2!, /^✗ 00\.2, not yet: .* smaller loss/);
    assert.match(wrong3!, /^✗ 00\.3, not yet: .* Divide/);
    assert.deepEqual([right1, right2, right3], ['✓ 00.1: right', '✓ 00.2: right', '✓ 00.3: right']);
    near('exercise1', 31_360, 0);
    near('exercise2', -0.5, 1e-6);
    near('exercise3', 2.62, 5e-3);
  });
});

describe('what 00 says of the other lessons', () => {
  it('it links to what is there', () => {
    const links = [...prose.matchAll(/\]\(([^)#:]+)\)/g)].map(([, link = '']) => link);
    assert.ok(links.length >= 6);
    for (const link of links) assert.ok(existsSync(join(folder, link)), `${link} is not there`);
  });

  it('the minutes that it names are about those in which they ran when they were saved', () => {
    const rows = [...prose.matchAll(/^\| \[(\d\d) · .* (\d+) \|$/gm)];
    assert.ok(rows.length >= 4);
    for (const [, name = '', minutes] of rows) {
      const duration = provenanceOf(notebookOf(name))!.about['duration']!;
      const [, whole = '0', seconds = '0'] = /^(?:(\d+) min )?([\d.]+) s$/.exec(duration)!;
      const ratio = Number(minutes) / (Number(whole) + Number(seconds) / 60);
      assert.ok(ratio > 2 / 3 && ratio < 3 / 2, `${name}: ${minutes} minutes named, ${duration} taken`);
    }
  });
});

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Output } from '../../tools/report/notebook.ts';
import { checkSettings } from '../../tools/report/settings.ts';
import { environment } from '../../tools/setup/environment.mjs';
import { project } from '../../tools/setup/project.mjs';
import { ours } from '../tslab/kernel.ts';
import { lesson } from '../run-notebook.ts';
import { browserPage, skipWithoutBrowser } from '../plots/browser.ts';
import { clone, runReport, startReport, type Clone, type Ended } from './clone.ts';
import { code, configuration, markdown, notebook, tiny } from './notebooks.ts';

/** Everything a page would fetch: scripts, styles, fonts, pictures. Links that a reader may follow are none of it. */
const LOADED = /<(script|img|iframe)[^>]*\ssrc="(?!data:)|<link|@import|url\((?!["']?(data:|#))/;

describe('npm run report', () => {
  const notebooks = { '01-tiny': tiny };
  let project: Clone;
  let ended: Ended;
  let html: string;

  before(async () => {
    project = clone(notebooks);
    ended = await runReport(project, ['1', '--set', 'steps=77', 'rate=1e-3', '--out', 'my reports']);
    html = readFileSync(join(project.root, 'my reports', '01-tiny.html'), 'utf8');
  });
  after(() => {
    project[Symbol.dispose]();
  });

  test('says a line for each cell: its number, its first line, its seconds', () => {
    assert.match(ended.stdout, /^01-tiny\n {2}1\/4 {2}import \{ notebook \} from 'gan-lib'; +\d+\.\d s\n/);
    assert.match(ended.stdout, /\n {2}3\/4 {2}let count = 0; +\d+\.\d s\n/);
    assert.deepEqual([ended.code, ended.stderr], [0, '']);
  });

  test('writes the notebook with its outputs, at the values that were set', () => {
    assert.match(html, /count: 77\nrate: 0\.001/);
    assert.match(html, /<caption>2 rows × 2 columns<\/caption>/);
    assert.match(html, /<title>A &lt;tiny&gt; lesson<\/title>/);
  });

  test('writes a page that loads nothing', () => {
    assert.doesNotMatch(html, LOADED);
    assert.match('<script src="https://example.org/a.js"></script>', LOADED);
  });

  test('writes a page that shows its mathematics without a network', skipWithoutBrowser, async () => {
    await using browser = await browserPage();
    await browser.page.goto(pathToFileURL(join(project.root, 'my reports', '01-tiny.html')).href);
    await browser.page.waitForSelector('mjx-container svg');
    assert.equal(await browser.page.locator('mjx-container').count(), 3);
    assert.deepEqual([browser.errors, browser.foreign], [[], []]);
  });

  test('leaves the notebooks as they are', () => {
    for (const [name, content] of Object.entries(notebooks)) {
      const file = readFileSync(join(project.root, 'notebooks', `${name}.ipynb`), 'utf8');
      assert.equal(file, JSON.stringify(content));
    }
  });
});

describe('npm run report of notebooks that fail', () => {
  let project: Clone;
  let ended: Ended;

  before(async () => {
    project = clone({
      '02-broken': notebook(
        code('const before = 1;'),
        code("// A deliberate mistake:\nthrow new RangeError('no such thing');"),
        code('const after = 2;'),
      ),
      '03-mistyped': notebook(code("const steps: number = 'many';")),
      '04-background': notebook(
        code("setTimeout(() => { throw new Error('nobody waits for this'); }, 100);"),
        code('await new Promise((resolve) => setTimeout(resolve, 1000));'),
        code('const after = 2;'),
      ),
      '05-late': notebook(code("setTimeout(() => Promise.reject(new Error('too late')), 200);")),
      '06-dies': notebook(code('process.kill(process.pid, "SIGKILL"); await new Promise(() => {});')),
    });
    ended = await runReport(project, []);
  });
  after(() => {
    project[Symbol.dispose]();
  });

  test('has an exit code other than 0 and writes no page', () => {
    assert.equal(ended.code, 1);
    assert.deepEqual(readdirSync(join(project.root, 'reports')), []);
  });

  test('says which cell failed, what is in it and what it said, and executes no more of that notebook', () => {
    assert.match(
      ended.stderr,
      /02-broken: cell 2 failed:\n\n {4}\/\/ A deliberate mistake:\n {4}throw new RangeError[^]*\nRangeError: no such thing\n/,
    );
    assert.doesNotMatch(ended.stdout, / {2}3\/3/);
  });

  test('says what the compiler says', () => {
    assert.match(
      ended.stderr,
      /03-mistyped: cell 1 failed:[^]*1:7 - Type 'string' is not assignable to type 'number'\./,
    );
  });

  test('does not overlook errors of code in the background, during a later cell or after the last', () => {
    assert.match(
      ended.stderr,
      /04-background: cell 2 failed:[^]*in the background:\nError: nobody waits for this/,
    );
    assert.match(ended.stderr, /05-late: cell 1 failed:[^]*in the background:\nError: too late/);
  });

  test('says that the kernel died', () => {
    assert.match(ended.stderr, /06-dies: cell 1 failed:[^]*Kernel died/);
  });
});

test('cells that a kernel answers without executing them fail the run', async () => {
  const kernels = mkdtempSync(join(tmpdir(), 'kernels '));
  mkdirSync(join(kernels, 'tslab'));
  const cells = JSON.stringify(pathToFileURL(join(project().root, 'tools/tslab/kernel/cells.ts')).href);
  const once = `import { Cells } from ${cells};
    const { execute } = Cells.prototype;
    let asked = 0;
    Cells.prototype.execute = function (request, publish, start) {
      if (asked++ === 0) return execute.call(this, request, publish, start);
      start();
      return Promise.resolve({ status: 'abort' });
    };`;
  const [node = '', ...rest] = ours.argv;
  const argv = [node, '--import', `data:text/javascript,${encodeURIComponent(once)}`, ...rest];
  writeFileSync(join(kernels, 'tslab', 'kernel.json'), JSON.stringify({ ...ours, argv }));
  const expected = code("throw new Error('expected');", 'raises-exception');
  const here = project();
  const python = spawn(here.python, [join(here.root, 'tools/report/execute.py'), kernels, here.root], {
    env: environment(here),
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  python.stdin.end(JSON.stringify(notebook(expected, code("console.log('vanishes')"))));
  const events = (await text(python.stdout)).trim().split('\n');
  rmSync(kernels, { recursive: true });
  assert.deepEqual(JSON.parse(events.at(-1) ?? ''), {
    failed: 1,
    error: "The kernel did not execute this cell: it answered 'abort'.",
  });
});

test('Ctrl-C ends npm run report and its kernel', async () => {
  using folder = clone({
    '01-long': notebook(
      code("require('fs').writeFileSync('pid', String(process.pid));"),
      code('while (true) await new Promise((resolve) => setTimeout(resolve, 10));'),
    ),
  });
  const { child, ended } = startReport(folder, ['1']);
  child.stdout.on('data', (chunk: Buffer) => {
    if (chunk.toString().includes('2/2')) child.kill('SIGINT');
  });
  const { code: exitCode, stderr } = await ended;
  assert.deepEqual([exitCode, stderr], [130, '\nInterrupted.\n']);
  const pid = Number(readFileSync(join(folder.root, 'notebooks', 'pid'), 'utf8'));
  assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
});

describe('npm run report with bad input says one line and starts no kernel:', () => {
  // Without .venv there is no kernel to start.
  const project = clone(
    { '01-tiny': tiny, '02-plain': notebook(code('1')), '02-other': notebook(code('1')) },
    [],
  );
  after(() => {
    project[Symbol.dispose]();
  });

  const settings = 'the settings are profile, steps, rate';
  const usage =
    'npm run report -- [01 02 …] [--set name=value …] [--out FOLDER] [--no-execute | --save] [--lang zh] [--all], or --compare RUN RUN [--out FOLDER]';
  const kept = `npm kept an option for itself; options go after a --: ${usage}`;
  const cases: [args: string[], line: string, env?: NodeJS.ProcessEnv][] = [
    [['7'], 'There is no notebook "7"; choose from 01-tiny, 02-other, 02-plain.'],
    [['02'], 'There are several notebooks "02"; choose from 01-tiny, 02-other, 02-plain.'],
    [['01', '--set', 'stepz=3'], `01-tiny: there is no setting "stepz" (nearest: steps); ${settings}`],
    [['01', '--set', 'steps=abc'], "01-tiny: setting steps: 'abc' is not an integer from 1 to 100000"],
    [['01', '--set', 'steps=0'], "01-tiny: setting steps: '0' is not an integer from 1 to 100000"],
    [['01', '--set', 'rate='], "01-tiny: setting rate: '' is not a number from 0.000001 to 1"],
    [['01', '--set', 'profile=fast'], "01-tiny: setting profile: 'fast' is not one of full, quick"],
    [['01', '--set', 'steps'], `--set steps is not name=value: ${usage}`],
    [['01', '--set'], `Option '--set <value>' argument missing: ${usage}`],
    [['02-plain', '--set', 'steps=3'], '02-plain has no settings (no cell is tagged "configuration").'],
    [['01', '--bogus'], `Unknown option '--bogus': ${usage}`],
    [['01', 'd'], kept, { npm_config_out: 'true' }],
    [['01'], kept, { npm_config_set: 'steps=3' }],
    [['01'], kept, { npm_config_execute: '' }],
    [['--compare', 'a'], `--compare takes two runs and no other option than --out: ${usage}`],
    [['--compare', 'a', 'b', '--all'], `--compare takes two runs and no other option than --out: ${usage}`],
    [['01', '--lang', 'fr'], 'There is no translation into "fr"; there are: none.'],
    [['01', '--lang', 'fr', '--save'], `--save is for the notebook itself, which is in English: ${usage}`],
    [['--all', '01'], `--all takes no names of notebooks: ${usage}`],
    [
      ['01', '--no-execute', '--set', 'steps=3'],
      `--set has no effect on outputs that are saved, with --no-execute: ${usage}`,
    ],
    [
      ['01', '--save', '--set', 'steps=3'],
      `--save is for what a notebook puts out as it is written, without --set and --no-execute: ${usage}`,
    ],
  ];
  for (const [args, line, env] of cases) {
    test([...args, ...Object.keys(env ?? {})].join(' '), async () => {
      assert.deepEqual(await runReport(project, args, env), { code: 2, stdout: '', stderr: `${line}\n` });
    });
  }
});

describe('the check of settings', () => {
  test('takes a configuration cell that imports what it uses', () => {
    const cell = code(`import { notebook } from 'gan-lib';\n${configuration.source}`, 'configuration');
    assert.throws(
      () => {
        checkSettings('n', notebook(cell), { steps: '0' });
      },
      { message: /^n: setting steps: '0'/ },
    );
    checkSettings('n', notebook(cell), { steps: '1' });
  });

  test('finds values in the cell itself that are not allowed', () => {
    const cell = code(configuration.source.replace('4000', '0'), 'configuration');
    assert.throws(
      () => {
        checkSettings('n', notebook(cell), {});
      },
      { message: /^n: setting steps: 0 is not/ },
    );
  });
});

test('a lesson’s outputs and results can be asserted', () => {
  const output = (values: object): Output => ({
    output_type: 'display_data',
    data: { 'text/plain': JSON.stringify(values), 'application/vnd.gan.result+json': values },
  });
  const executed = notebook(
    markdown('# Title'),
    {
      ...code('a'),
      outputs: [{ output_type: 'stream', name: 'stdout', text: 'hello\n' }, output({ modes: 7 })],
    },
    { ...code('b'), outputs: [output({ loss: 0.5 })] },
  );
  const { cells, results } = lesson(executed, 1);
  assert.deepEqual(results, { modes: 7, loss: 0.5 });
  assert.deepEqual(
    cells.map(({ text }) => text),
    ['hello\n{"modes":7}\n', '{"loss":0.5}\n'],
  );
});

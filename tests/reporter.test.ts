/** What `npm test` prints of tests that pass, fail, are skipped, crash, or are not there. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { temporaryFolder } from './setup/temporary.ts';

/** Runs test files as `npm test` does, and gives what it prints. */
function printed(t: TestContext, sources: Record<string, string>): string {
  const folder = temporaryFolder(t);
  for (const [name, source] of Object.entries(sources)) {
    const header = "import { suite, test } from 'node:test'; import assert from 'node:assert/strict';\n";
    writeFileSync(join(folder, name), header + source);
  }
  const script = join(folder, 'run.ts');
  writeFileSync(
    script,
    `import { run } from 'node:test';
     import { report, summary } from ${JSON.stringify(join(import.meta.dirname, 'reporter.ts'))};
     const files = ${JSON.stringify(Object.keys(sources).map((name) => join(folder, name)))};
     const tally = await report(run({ files, concurrency: 1 }), files, ${JSON.stringify(folder)}, (text) => process.stdout.write(text));
     process.stdout.write(summary(tally));`,
  );
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const { stdout, stderr } = spawnSync(process.execPath, [script], {
    env: { ...env, NO_COLOR: '1' },
    encoding: 'utf8',
  });
  assert.equal(stderr, '');
  return stdout;
}

const lastLine = (text: string) => text.split('\n').at(-1);

test('tests count, the suites and tests around them do not', (t) => {
  const text = printed(t, {
    'a.test.mjs': `
      test('alone', () => {});
      suite('a suite', () => { test('inside', () => {}); });
      test('a parent', async (t) => { await t.test('a child', () => {}); });`,
  });
  assert.equal(lastLine(text), '3 passed, 0 failed');
  assert.match(text, /^a\.test\.mjs\n {2}✔ alone \(\d+ ms\)$/m);
  assert.match(text, /✔ a suite: inside/);
  assert.match(text, /\n {2}the file took [\d.]+ m?s\n/);
  assert.match(text, /✔ a parent: a child/);
});

test('a failure shows what was expected and what the file printed, and is named again at the end', (t) => {
  const text = printed(t, {
    'a.test.mjs': `
      console.log('said by the file');
      test('good', () => {});
      suite('a suite', () => { test('bad', () => { console.error('said by the test'); assert.deepEqual([1, 2], [1, 3]); }); });`,
    'b.test.mjs': `test('other', () => { console.log('said by nobody asked'); });`,
  });
  assert.equal(lastLine(text), '2 passed, 1 failed');
  assert.match(text, /✖ a suite: bad\n {4}AssertionError.*\n[^]*\n {4}\+ {3}2\n {4}- {3}3\n/);
  assert.match(text, /Output of a\.test\.mjs:\n {4}said by the (file|test)\n {4}said by the (file|test)\n/);
  assert.doesNotMatch(text, /nobody asked/);
  assert.match(text, /\nFailed: a\.test\.mjs: a suite: bad\n/);
});

test('a failure inside a test counts once', (t) => {
  const text = printed(t, {
    'a.test.mjs': `test('a parent', async (t) => { await t.test('a child', () => { throw new Error('no', { cause: 'why' }); }); });`,
  });
  assert.equal(lastLine(text), '0 passed, 1 failed');
  assert.match(text, /Error: no[^]*Caused by: 'why'/);
});

test('a test that is skipped is counted, and named with its reason', (t) => {
  const text = printed(t, {
    'a.test.mjs': `test('here', () => {}); test('there', { skip: 'no browser' }, () => {}); test.todo('some day');`,
  });
  assert.equal(lastLine(text), '1 passed, 0 failed, 2 skipped');
  assert.match(text, /\nSkipped: a\.test\.mjs: there \(no browser\)\nSkipped: a\.test\.mjs: some day\n/);
});

test('a file that crashes, ends early, fails late, or holds no test, fails', (t) => {
  const text = printed(t, {
    'crash.test.mjs': `throw new Error('at the top');`,
    'early.test.mjs': `test('x', () => process.exit(3));`,
    'late.test.mjs': `test('y', () => { setTimeout(() => { throw new Error('afterwards'); }, 50); });`,
    'none.test.mjs': ``,
  });
  assert.equal(lastLine(text), '1 passed, 4 failed');
  assert.match(text, /✖ crash\.test\.mjs\n {4}It ended with exit code 1\.\n[^]*Error: at the top/);
  assert.match(text, /✖ early\.test\.mjs\n {4}It ended with exit code 3\./);
  assert.match(text, /✔ y[^]*✖ late\.test\.mjs\n[^]*afterwards/);
  assert.match(text, /✖ none\.test\.mjs\n {4}It holds no test\./);
});

/**
 * Why the kernel does not talk to Jupyter through tslab: what tslab does by itself. A test that fails here after an update of
 * tslab names what has been mended there and need no longer be done in tools/tslab.
 */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { before, describe, test } from 'node:test';
import { lib, outputs, run, stock, stream, workLeftBehind, type Answered, type Session } from './kernel.ts';

const require = createRequire(import.meta.url);

test('the kernel is written for tslab 1.0.22', () => {
  assert.equal((require('tslab/package.json') as { version: string }).version, '1.0.22');
});

describe('tslab 1.0.22 by itself', () => {
  let session: Session;
  const cell = (index: number) => session.cells[index];
  const asked = (index: number): Answered => session.requests[index]!;

  before(async () => {
    session = await run(stock, [
      'const width = 1; width',
      "for (let line = 0; line < 100; line += 1) console.log('line', line);",
      'console.log({ width });',
      { sleep: 0.5 },
      'const sizes = { depth: 2 };',
      { execute: 'const { depth: down } = sizes;', stop_on_error: false },
      { settle: true },
      { sleep: 0.5 },
      workLeftBehind,
      "await new Promise((resolve) => setTimeout(resolve, 100)); throw new RangeError('no such thing');",
      '1',
      { sleep: 0.5 },
      'console.log(running)',
      { execute: "console.log('aloud')", silent: true },
      { settle: true },
      "console.log(typeof require('node:util').isNullOrUndefined)",
      { request: 'kernel_info_request' },
      { request: 'complete_request', content: { code: "'😀'; JSON.stri", cursor_pos: 14 } },
      { request: 'inspect_request', content: { code: 'noSuchName', cursor_pos: 3, detail_level: 0 } },
      { request: 'is_complete_request', content: { code: 'const text = `one' } },
      { request: 'is_complete_request', content: { code: 'const = 7q' } },
      { request: 'comm_info_request', content: {} },
      { request: 'shutdown_request', content: { restart: true }, channel: 'control' },
    ]);
  });

  test('has no results: values are written as text', () => {
    assert.deepEqual(outputs(cell(0), 'execute_result'), []);
    assert.equal(stream(cell(0), 'stdout'), '1\n');
  });

  test('repeats no input', () => {
    assert.deepEqual(outputs(cell(0), 'execute_input'), []);
  });

  test('takes a message for each line', () => {
    assert.equal(outputs(cell(1), 'stream').length, 100);
  });

  test('forgets variables that stand for properties, and takes a property for a variable', () => {
    assert.match(stream(cell(2), 'stderr'), /width is not defined/);
    assert.equal(cell(4)?.reply.status, 'error');
  });

  test('leaves the work of a failed cell running', () => {
    assert.equal(stream(cell(8), 'stdout'), 'true\n');
  });

  test('has no error messages, and does not execute what comes soon after an error', () => {
    assert.deepEqual([cell(6)?.reply.ename, outputs(cell(6), 'error')], [undefined, []]);
    assert.equal(cell(7)?.reply.status, 'abort');
  });

  test('is loud when it should be silent', () => {
    assert.equal(stream(cell(9), 'stdout'), 'aloud\n');
  });

  test('has not what tfjs-node calls in Node 24', () => {
    assert.equal(stream(cell(10), 'stdout'), 'undefined\n');
  });

  test('tells of another TypeScript, and colours that JupyterLab does not know', () => {
    const { status, language_info } = asked(0).reply;
    assert.deepEqual([status, language_info.version], [undefined, '3.7.2']);
    assert.equal(typeof language_info.codemirror_mode, 'object');
  });

  test('counts units where Jupyter counts characters', () => {
    assert.equal(asked(1).reply.cursor_start, 11, 'there are ten characters before it');
  });

  test('knows what it does not know', () => {
    assert.equal(asked(2).reply.found, true);
  });

  test('takes unfinished and invalid code for complete', () => {
    assert.deepEqual([asked(3).reply.status, asked(4).reply.status], ['complete', 'complete']);
  });

  test('answers about comms by the wrong message', () => {
    assert.equal(asked(5).reply_type, 'complete_reply');
  });

  test('does not know what a restart is', () => {
    assert.equal(asked(6).reply.restart, false);
  });
});

test('tslab 1.0.22 by itself loses output', async () => {
  const code = `import { display } from ${JSON.stringify(lib)};
    for (let picture = 0; picture < 3_000; picture += 1) display({ 'text/plain': String(picture) });`;
  const { cells } = await run(stock, [{ execute: code }, { sleep: 4 }]);
  assert.ok(outputs(cells[0], 'display_data').length < 3_000);
});

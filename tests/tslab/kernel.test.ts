/** What the kernel of the notebooks does with cells and requests, message by message. */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { before, describe, test } from 'node:test';
import {
  lib,
  outputs,
  ours,
  run,
  stream,
  workLeftBehind,
  type Answered,
  type Cell,
  type Session,
} from './kernel.ts';

const require = createRequire(import.meta.url);
const tslab = createRequire(require.resolve('tslab/package.json'));

const cells = {
  burst: "for (let line = 0; line < 20_000; line += 1) console.log('line', line);",
  displays: `import { display } from ${JSON.stringify(lib)};
    for (let picture = 0; picture < 3_000; picture += 1) display({ 'text/plain': String(picture) });`,
  node: "const util = require('node:util'); console.log(typeof util.isNullOrUndefined);",
  frame: "import pl from 'nodejs-polars'; pl.DataFrame({ step: [1, 2], name: ['<b>', 'c'] })",
  shown: "({ [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<i>7</i>' }) })",
  hidden: "({ [Symbol.for('Jupyter.display')]: () => ({}) })",
  unshowable: "({ [Symbol.for('Jupyter.display')]: () => { throw new TypeError('has no form'); } })",
  number: '1 + 2 + 3',
  text: "'two\\nlines'",
  nothing: 'undefined',
  large: '1n << 70n',
  awaited: "const later = await Promise.resolve('later'); later",
  order: "console.log('first'); console.error('second'); 'third'",
  work: workLeftBehind,
  failing: "await new Promise((resolve) => setTimeout(resolve, 100)); throw new RangeError('no such thing');",
  sentBefore: "console.log('sent before the error')",
  sentAfter: "console.log('sent after the error')",
  allowedToFail: 'null.property',
  sentAnyway: "console.log('sent whatever happens')",
  running: 'console.log(running)',
  thrown: "throw 'a text'",
  declaring: 'const width = 1, depth = 2, sizes = { ...{ width, depth } };',
  shorthand: 'console.log({ ...{ width, depth }, sizes });',
  renaming: 'const { width: across, depth: down = 3 } = sizes; console.log(across + down);',
  mistyped: "const label: string = 3; const size: number = 'a';",
};

const states = (request: Cell | Answered | undefined): unknown[] =>
  outputs(request, 'status').map(({ execution_state }) => execution_state);

describe('cells', () => {
  let session: Session;

  const ran = (name: keyof typeof cells): Cell => {
    const cell = session.cells.find(({ code }) => code === cells[name]);
    assert.ok(cell);
    return cell;
  };

  before(async () => {
    const { failing, sentBefore, sentAfter, allowedToFail, sentAnyway, ...others } = cells;
    const { running, thrown, declaring, shorthand, renaming, mistyped, ...first } = others;
    session = await run(ours, [
      ...Object.values(first),
      { execute: failing },
      { execute: sentBefore },
      { settle: true },
      sentAfter,
      { execute: allowedToFail, stop_on_error: false },
      { execute: sentAnyway },
      { settle: true },
      ...[running, thrown, declaring, shorthand, renaming, mistyped],
    ]);
  });

  test('20,000 lines and 3,000 displays in one go arrive complete and in order', () => {
    const text = stream(ran('burst'), 'stdout');
    assert.equal(text, Array.from({ length: 20_000 }, (_, line) => `line ${line}\n`).join(''));
    const displays = outputs(ran('displays'), 'display_data') as { data: Record<string, string> }[];
    assert.deepEqual(
      displays.map(({ data }) => Number(data['text/plain'])),
      Array.from({ length: 3_000 }, (_, picture) => picture),
    );
  });

  test('a burst of lines takes few messages', () => {
    assert.ok(outputs(ran('burst'), 'stream').length < 500);
  });

  test('util has what tfjs-node calls', () => {
    assert.equal(stream(ran('node'), 'stdout'), 'function\n');
  });

  test('the kernel is busy once, when a cell’s turn comes, and idle once, when it has ended', () => {
    for (const cell of session.cells) {
      assert.deepEqual(states(cell), ['busy', 'idle'], cell.code);
      assert.equal(cell.messages[0]?.content.execution_state, 'busy');
      assert.equal(cell.messages.at(-1)?.content.execution_state, 'idle');
    }
  });

  test('each cell’s input is repeated, with its number', () => {
    const counts = session.cells.slice(0, 3).map((cell) => outputs(cell, 'execute_input'));
    assert.deepEqual(counts, [
      [{ code: cells.burst, execution_count: 1 }],
      [{ code: cells.displays, execution_count: 2 }],
      [{ code: cells.node, execution_count: 3 }],
    ]);
    assert.equal(session.cells[2]?.reply.execution_count, 3);
  });

  test('what a cell’s last expression is worth is its result, with its number', () => {
    const result = (name: keyof typeof cells) => outputs(ran(name), 'execute_result');
    assert.deepEqual(result('number'), [
      { data: { 'text/plain': '6' }, metadata: {}, execution_count: ran('number').reply.execution_count },
    ]);
    assert.equal((result('text')[0]?.['data'] as Record<string, string>)['text/plain'], 'two\nlines');
    assert.equal(
      (result('large')[0]?.['data'] as Record<string, string>)['text/plain'],
      '1180591620717411303424n',
    );
    assert.equal((result('awaited')[0]?.['data'] as Record<string, string>)['text/plain'], 'later');
    assert.deepEqual(result('nothing'), []);
  });

  test('a data frame is a table with its shape and types, other values have their own say', () => {
    const [frame] = outputs(ran('frame'), 'execute_result') as { data: Record<string, string> }[];
    assert.match(frame?.data['text/html'] ?? '', /2 rows × 2 columns.*step.*name.*Float64.*String/s);
    assert.doesNotMatch(frame?.data['text/html'] ?? '', /<b>/);
    assert.match(frame?.data['text/plain'] ?? '', /shape: \(2, 2\)/);
    const [shown] = outputs(ran('shown'), 'execute_result') as { data: Record<string, string> }[];
    assert.equal(shown?.data['text/html'], '<i>7</i>');
    assert.deepEqual(outputs(ran('hidden'), 'execute_result'), []);
  });

  test('a value that cannot be shown is an error of its cell', () => {
    assert.equal(ran('unshowable').reply.evalue, 'has no form');
  });

  test('what a cell writes and what it is worth arrive in their order', () => {
    const order = ran('order').messages.map(({ type, content }) => content.name ?? type);
    assert.deepEqual(order, ['status', 'execute_input', 'stdout', 'stderr', 'execute_result', 'status']);
  });

  test('an error has name, message and traceback; waiting cells are aborted, later ones run', () => {
    const { reply } = ran('failing');
    assert.deepEqual([reply.status, reply.ename, reply.evalue], ['error', 'RangeError', 'no such thing']);
    const [error] = outputs(ran('failing'), 'error') as { traceback: string[] }[];
    assert.match(error?.traceback.join('\n') ?? '', /RangeError: no such thing/);
    assert.doesNotMatch(error?.traceback.join('\n') ?? '', /tslab|node:|patches/);
    assert.equal(ran('sentBefore').reply.status, 'aborted');
    assert.equal(stream(ran('sentBefore'), 'stdout'), '');
    assert.equal(stream(ran('sentAfter'), 'stdout'), 'sent after the error\n');
  });

  test('an error that must not stop others stops none', () => {
    assert.equal(ran('allowedToFail').reply.status, 'error');
    assert.equal(stream(ran('sentAnyway'), 'stdout'), 'sent whatever happens\n');
  });

  test('what is thrown and is no error is one all the same', () => {
    const { ename, evalue, traceback } = ran('thrown').reply;
    assert.deepEqual([ename, evalue, traceback], ['Thrown', "'a text'", ["'a text'"]]);
  });

  test('errors of the compiler are all told, with line and column', () => {
    const traceback = [
      "1:7 - Type 'number' is not assignable to type 'string'.",
      "1:32 - Type 'string' is not assignable to type 'number'.",
    ];
    const error = { ename: 'TypeScript', evalue: traceback[0], traceback };
    assert.deepEqual(outputs(ran('mistyped'), 'error'), [error]);
  });

  test('variables of earlier cells may stand for properties', () => {
    assert.equal(
      stream(ran('shorthand'), 'stdout'),
      '{ width: 1, depth: 2, sizes: { width: 1, depth: 2 } }\n',
    );
  });

  test('an object of an earlier cell may be taken apart under other names', () => {
    assert.equal(stream(ran('renaming'), 'stdout'), '3\n');
  });

  test('a cell that fails stops the interruptible work that runs in the background', () => {
    assert.equal(stream(ran('running'), 'stdout'), 'false\n');
  });

  test('nothing on standard error, where only a terminal would see it', () => {
    assert.equal(session.stderr, '');
    assert.equal(session.alive, true);
  });
});

describe('requests', () => {
  let session: Session;
  const astral = '😀';
  const code = `'${astral}${astral}'; JSON.stri`;
  const all = [
    { request: 'kernel_info_request' },
    { request: 'comm_info_request', content: { target_name: 'jupyter.widget' } },
    { request: 'comm_open', content: { comm_id: 'a', target_name: 'jupyter.widget', data: {} } },
    { request: 'unknown_request' },
    { request: 'complete_request', content: { code, cursor_pos: Array.from(code).length } },
    { request: 'complete_request', content: { code: 'JSON.stri + 1', cursor_pos: 9 } },
    { request: 'complete_request', content: {} },
    {
      request: 'inspect_request',
      content: { code: `'${astral}'; JSON.stringify`, cursor_pos: 12, detail_level: 0 },
    },
    { request: 'inspect_request', content: { code: 'noSuchName', cursor_pos: 3, detail_level: 0 } },
    { request: 'is_complete_request', content: { code: 'if (true) {' } },
    { request: 'kernel_info_request', channel: 'control' },
  ] as const;
  const answered = (index: number): Answered => session.requests[index]!;

  before(async () => {
    session = await run(ours, [
      'const first = 1; first',
      'const again = 2;',
      { execute: 'globalThis.quiet = 7; console.log(8); 9', silent: true },
      { settle: true },
      { execute: 'throw new Error("quietly")', silent: true, stop_on_error: false },
      { settle: true },
      { execute: '3', store_history: false },
      { settle: true },
      'const first2 = globalThis.quiet; first2',
      ...all,
      { request: 'history_request', content: { hist_access_type: 'tail', n: 2, output: true } },
      { request: 'history_request', content: { hist_access_type: 'range', session: 0, start: 2, stop: 3 } },
      { request: 'history_request', content: { hist_access_type: 'search', pattern: 'const first*', n: 1 } },
      { request: 'history_request', content: { hist_access_type: 'search', pattern: 'c.*' } },
      { raw: ['<IDS|MSG>', '0'.repeat(64), '{}', '{}', '{}', '{}'] },
      { raw: ['no message'] },
      { heartbeat: 'thump' },
      { until: 'thump' },
      "console.log('alive')",
    ]);
  });

  test('all are answered by the reply of their name, and kept in busy and idle', () => {
    for (const request of session.requests) {
      assert.deepEqual(states(request), ['busy', 'idle'], request.type);
      const replies = !/^(comm_open|unknown)/.test(request.type);
      assert.equal(request.reply_type, replies ? request.type.replace('request', 'reply') : null);
    }
  });

  test('the kernel tells which TypeScript it runs, and how JupyterLab is to colour it', () => {
    for (const index of [0, all.length - 1]) {
      const { reply } = answered(index);
      assert.equal(reply.status, 'ok');
      assert.equal(reply.language_info.name, 'typescript');
      assert.equal(reply.language_info.version, tslab('@tslab/typescript-for-tslab').version);
      assert.equal(reply.language_info.codemirror_mode, 'typescript');
      assert.equal(reply.implementation_version, tslab('./package.json').version);
    }
  });

  test('there are no comms, and one that is opened is closed', () => {
    assert.deepEqual(answered(1).reply, { status: 'ok', comms: {} });
    assert.deepEqual(outputs(answered(2), 'comm_close'), [{ comm_id: 'a', data: {} }]);
  });

  test('completions: places are counted in code points, and may be in the middle', () => {
    const { matches, cursor_start, cursor_end } = answered(4).reply;
    assert.deepEqual([matches, cursor_start, cursor_end], [['stringify'], 11, 15]);
    const middle = answered(5).reply;
    assert.deepEqual([middle.matches, middle.cursor_start, middle.cursor_end], [['stringify'], 5, 9]);
  });

  test('a request without what it needs gets an error, and the kernel lives', () => {
    const { status, ename } = answered(6).reply;
    assert.deepEqual([status, ename], ['error', 'TypeError']);
  });

  test('what is known of a name is told, and that nothing is', () => {
    assert.equal(answered(7).reply.found, true);
    assert.match(answered(7).reply.data['text/plain'], /stringify\(value: any/);
    assert.deepEqual(answered(8).reply, { status: 'ok', found: false, data: {}, metadata: {} });
  });

  test('incomplete code is told how the next line is indented', () => {
    assert.deepEqual(answered(9).reply, { status: 'incomplete', indent: '  ' });
  });

  test('a silent cell publishes nothing, has no number, and runs', () => {
    const [silent, failed] = session.cells.slice(2, 4) as [Cell, Cell];
    assert.deepEqual(
      silent.messages.map(({ type }) => type),
      ['status', 'status'],
    );
    assert.equal(silent.reply.execution_count, 2);
    assert.deepEqual(
      failed.messages.map(({ type }) => type),
      ['status', 'status'],
    );
    assert.deepEqual([failed.reply.status, failed.reply.evalue], ['error', 'quietly']);
  });

  test('a cell that history must not keep has no number of its own', () => {
    assert.equal(session.cells[4]?.reply.execution_count, 2);
    assert.equal(session.cells[5]?.reply.execution_count, 3);
    assert.equal(outputs(session.cells[4], 'execute_result').length, 1);
  });

  test('history: the last cells with their results, a range, a pattern', () => {
    const [tail, range, search, literal] = session.requests
      .slice(all.length)
      .map(({ reply }) => reply.history);
    const last = 'const first2 = globalThis.quiet; first2';
    assert.deepEqual(tail, [
      [1, 2, ['const again = 2;', null]],
      [1, 3, [last, '7']],
    ]);
    assert.deepEqual(range, [[1, 2, 'const again = 2;']]);
    assert.deepEqual(search, [[1, 3, last]]);
    assert.deepEqual(literal, [], 'a point is a point');
  });

  test('forged messages and garbage are ignored and named where only a terminal sees it', () => {
    assert.equal(stream(session.cells.at(-1), 'stdout'), 'alive\n');
    assert.equal(
      session.stderr,
      'The kernel ignored a message of an unknown type, unknown_request\n' +
        'The kernel ignored a message with a wrong signature\n' +
        'The kernel ignored frames that are no message\n',
    );
  });
});

describe('output', () => {
  let session: Session;

  before(async () => {
    const cut = `const smile = Buffer.from('😀');
      process.stdout.write(smile.subarray(0, 2)); process.stdout.write(smile.subarray(2));
      await new Promise((resolve) => process.stdout.write('!', () => resolve(undefined)));`;
    session = await run(ours, [
      `import { clear, display } from ${JSON.stringify(lib)}; const shown = display({ 'text/plain': 'one' });`,
      "console.log('before'); shown.update({ 'text/plain': 'two' });",
      "console.log('old'); clear(); console.log('new'); clear({ wait: false });",
      "console.log('\\u0000 \\u001b[31m', 'עברית', 'e\\u0301', '\\ud800', '\\u2028')",
      cut,
      "console.log('x'.repeat(20_000_000).length, 'x'.repeat(20_000_000))",
      "setTimeout(() => console.log('late'), 100);",
      "await new Promise((resolve) => setTimeout(resolve, 300)); 'waited'",
      "setTimeout(() => { throw new Error('uncaught'); }, 10); void Promise.reject(new Error('unheeded'));",
      'await new Promise((resolve) => setTimeout(resolve, 100));',
      "console.log('alive')",
    ]);
  });

  test('a display is updated from another cell, in order with what that writes', () => {
    const [display] = outputs(session.cells[0], 'display_data');
    const [, , ...messages] = session.cells[1]!.messages;
    assert.deepEqual(
      messages.slice(0, 2).map(({ type }) => type),
      ['stream', 'update_display_data'],
    );
    assert.deepEqual(messages[1]?.content, { ...display, data: { 'text/plain': 'two' } });
  });

  test('clearing is asked for between what is before and after it', () => {
    const [, , ...messages] = session.cells[2]!.messages;
    assert.deepEqual(
      messages.slice(0, -1).map(({ content }) => content.text ?? content.wait),
      ['old\n', true, 'new\n', false],
    );
  });

  test('any text arrives', () => {
    assert.equal(stream(session.cells[3], 'stdout'), '\u0000 \u001b[31m עברית e\u0301 \ud800 \u2028\n');
  });

  test('bytes of a character may come apart; who waits for the end of a write is told', () => {
    assert.equal(stream(session.cells[4], 'stdout'), '😀!');
  });

  test('a line of 20 MB arrives', () => {
    assert.equal(stream(session.cells[5], 'stdout').length, 20_000_000 + '20000000 \n'.length);
  });

  test('what is written in the background belongs to the newest cell', () => {
    assert.equal(stream(session.cells[6], 'stdout'), '');
    assert.equal(stream(session.cells[7], 'stdout'), 'late\n');
  });

  test('errors in the background are told, and the kernel lives', () => {
    const said = session.cells
      .slice(8, 10)
      .map((cell) => stream(cell, 'stderr'))
      .join('');
    assert.match(said, /^UncaughtException: Error: uncaught/m);
    assert.match(said, /^UnhandledPromiseRejection: Error: unheeded/m);
    assert.equal(stream(session.cells[10], 'stdout'), 'alive\n');
  });
});

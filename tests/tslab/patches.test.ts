/** Each patch of tools/tslab/patches: what the kernel does with it, and that it does not without it. */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { describe, test } from 'node:test';
import { patches } from '../../tools/tslab/patches/index.ts';
import { run, ours, stream, without, type Cell, type Session } from './kernel.ts';

const lib = createRequire(import.meta.url).resolve('gan-lib/dist/notebook');

const cells = {
  burst: "for (let line = 0; line < 20_000; line += 1) console.log('line', line);",
  displays: `import { display } from ${JSON.stringify(lib)};
    for (let picture = 0; picture < 3_000; picture += 1) display({ 'text/plain': String(picture) });`,
  node: "const util = require('node:util'); console.log(typeof util.isNullOrUndefined);",
  frame: "import pl from 'nodejs-polars'; pl.DataFrame({ step: [1, 2], name: ['<b>', 'c'] })",
  shown: "({ [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<i>7</i>' }) })",
  work: `const work = require(${JSON.stringify(lib)});
    let running = false;
    void work.interruptible(async (signal) => {
      running = true;
      while (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, 10));
      running = false;
    });`,
  failing: "await new Promise((resolve) => setTimeout(resolve, 100)); throw new RangeError('no such thing');",
  sentBefore: "console.log('sent before the error')",
  sentAfter: "console.log('sent after the error')",
  allowedToFail: 'null.property',
  sentAnyway: "console.log('sent whatever happens')",
  running: 'console.log(running)',
  declaring: 'const width = 1, depth = 2, sizes = { ...{ width, depth } };',
  shorthand: 'console.log({ ...{ width, depth }, sizes });',
  renaming: 'const { width: across, depth: down = 3 } = sizes; console.log(across + down);',
  mistyped: "const label: string = 3; const size: number = 'a';",
};

function outputs(cell: Cell | undefined, type: string): Record<string, unknown>[] {
  return (cell?.messages ?? []).filter((message) => message.type === type).map(({ content }) => content);
}

test('every patch is tested', () => {
  assert.deepEqual(Object.keys(patches).sort(), [...tested, 'upToDateLibrary'].sort());
});

const tested = [
  'errorReplies',
  'ipcAddresses',
  'codemirrorMode',
  'executeInput',
  'abortBackgroundWork',
  'nodeUtil',
  'reliableOutput',
  'objectShorthand',
  'mergeStreams',
  'richValues',
];

test('sockets that are files have the names that Jupyter looks for, and ports stay ports', async () => {
  const bound: string[] = [];
  const bind = async (address: string): Promise<void> => void bound.push(address);
  class ZmqServer {
    connInfo = { transport: 'tcp', ip: '127.0.0.1', key: '' };
    bindSocket({ bind }: { bind: (address: string) => Promise<void> }, port: number) {
      return bind(`${this.connInfo.transport}://${this.connInfo.ip}:${port}`);
    }
  }
  patches.ipcAddresses({ jupyter: { ZmqServer } } as unknown as Parameters<typeof patches.ipcAddresses>[0]);
  const server = new ZmqServer();
  await server.bindSocket({ bind }, 4711);
  server.connInfo = { transport: 'ipc', ip: '/run/kernel-ipc', key: '' };
  await server.bindSocket({ bind }, 1);
  assert.deepEqual(bound, ['tcp://127.0.0.1:4711', 'ipc:///run/kernel-ipc-1']);
});

describe('the kernel of the notebooks', () => {
  let session: Session;

  function ran(name: keyof typeof cells): Cell {
    const cell = session.cells.find(({ code }) => code === cells[name]);
    assert.ok(cell);
    return cell;
  }

  test('runs', async () => {
    session = await run(ours, [
      cells.burst,
      cells.displays,
      cells.node,
      cells.frame,
      cells.shown,
      cells.work,
      { execute: cells.failing },
      { execute: cells.sentBefore },
      { settle: true },
      cells.sentAfter,
      { execute: cells.allowedToFail, stop_on_error: false },
      { execute: cells.sentAnyway },
      { settle: true },
      cells.running,
      cells.declaring,
      cells.shorthand,
      cells.renaming,
      cells.mistyped,
    ]);
    assert.equal(session.alive, true);
  });

  test('reliableOutput: 20,000 lines and 3,000 displays in one go arrive complete and in order', () => {
    const text = stream(ran('burst'), 'stdout');
    assert.equal(text, Array.from({ length: 20_000 }, (_, line) => `line ${line}\n`).join(''));
    const displays = outputs(ran('displays'), 'display_data') as { data: Record<string, string> }[];
    assert.deepEqual(
      displays.map(({ data }) => Number(data['text/plain'])),
      Array.from({ length: 3_000 }, (_, picture) => picture),
    );
  });

  test('mergeStreams: a burst of lines takes few messages', () => {
    assert.ok(outputs(ran('burst'), 'stream').length < 500);
  });

  test('nodeUtil: util has what tfjs-node calls', () => {
    assert.equal(stream(ran('node'), 'stdout'), 'function\n');
  });

  test('executeInput: each cell says that it starts, and repeats its input with its number', () => {
    const counts = session.cells.slice(0, 3).map((cell) => outputs(cell, 'execute_input')[0]);
    assert.deepEqual(counts, [
      { code: cells.burst, execution_count: 1 },
      { code: cells.displays, execution_count: 2 },
      { code: cells.node, execution_count: 3 },
    ]);
  });

  test('codemirrorMode: JupyterLab is told to colour TypeScript', () => {
    assert.equal(session.info.language_info.codemirror_mode, 'typescript');
  });

  test('richValues: a data frame is a table with its shape and types, other values have their own say', () => {
    const [frame] = outputs(ran('frame'), 'display_data') as { data: Record<string, string> }[];
    assert.match(frame?.data['text/html'] ?? '', /2 rows × 2 columns.*step.*name.*Float64.*String/s);
    assert.doesNotMatch(frame?.data['text/html'] ?? '', /<b>/);
    assert.match(frame?.data['text/plain'] ?? '', /shape: \(2, 2\)/);
    const [shown] = outputs(ran('shown'), 'display_data') as { data: Record<string, string> }[];
    assert.equal(shown?.data['text/html'], '<i>7</i>');
  });

  test('errorReplies: name, message and traceback; waiting cells are aborted, later ones run', () => {
    const { reply } = ran('failing');
    assert.deepEqual([reply.status, reply.ename, reply.evalue], ['error', 'RangeError', 'no such thing']);
    const [error] = outputs(ran('failing'), 'error') as { traceback: string[] }[];
    assert.match(error?.traceback.join('\n') ?? '', /RangeError: no such thing/);
    assert.doesNotMatch(error?.traceback.join('\n') ?? '', /tslab|node:|patches/);
    assert.equal(ran('sentBefore').reply.status, 'aborted');
    assert.equal(stream(ran('sentAfter'), 'stdout'), 'sent after the error\n');
    assert.equal(ran('allowedToFail').reply.status, 'error');
    assert.equal(stream(ran('sentAnyway'), 'stdout'), 'sent whatever happens\n');
  });

  test('errorReplies: those of the compiler are all told, with line and column', () => {
    const traceback = [
      "1:7 - Type 'number' is not assignable to type 'string'.",
      "1:32 - Type 'string' is not assignable to type 'number'.",
    ];
    const error = { ename: 'TypeScript', evalue: traceback[0], traceback };
    assert.deepEqual(outputs(ran('mistyped'), 'error'), [error]);
  });

  test('objectShorthand: variables of earlier cells may stand for properties', () => {
    assert.equal(
      stream(ran('shorthand'), 'stdout'),
      '{ width: 1, depth: 2, sizes: { width: 1, depth: 2 } }\n',
    );
  });

  test('objectShorthand: an object of an earlier cell may be taken apart under other names', () => {
    assert.equal(stream(ran('renaming'), 'stdout'), '3\n');
  });

  test('abortBackgroundWork: a cell that fails stops the interruptible work that runs in the background', () => {
    assert.equal(stream(ran('running'), 'stdout'), 'false\n');
  });

  test('nothing on standard error, where only a terminal would see it', () => {
    assert.equal(session.stderr, '');
  });
});

describe('the kernel without one of the patches', () => {
  test('reliableOutput', async () => {
    const { cells: ran } = await run(without('reliableOutput'), [{ execute: cells.displays }, { sleep: 4 }]);
    assert.ok(outputs(ran[0], 'display_data').length < 3_000);
  });

  test('mergeStreams', async () => {
    const { cells: ran } = await run(without('mergeStreams'), [cells.burst.replace('20_000', '2_000')]);
    const streams = outputs(ran[0], 'stream').filter(({ name }) => name === 'stdout');
    assert.equal(streams.length, 2_000);
  });

  test('nodeUtil', async () => {
    const { cells: ran } = await run(without('nodeUtil'), [cells.node]);
    assert.equal(stream(ran[0], 'stdout'), 'undefined\n');
  });

  test('executeInput', async () => {
    const { cells: ran } = await run(without('executeInput'), [cells.node]);
    assert.deepEqual(outputs(ran[0], 'execute_input'), []);
  });

  test('codemirrorMode', async () => {
    const { info } = await run(without('codemirrorMode'), []);
    assert.equal(typeof info.language_info.codemirror_mode, 'object');
  });

  test('objectShorthand', async () => {
    const { cells: ran } = await run(without('objectShorthand'), [
      'const width = 1;',
      'console.log({ width });',
      'const sizes = { depth: 2 };',
      'const { depth: down } = sizes;',
    ]);
    assert.equal(ran[1]?.reply.evalue, 'width is not defined');
    assert.equal(ran[3]?.reply.status, 'error');
  });

  test('richValues', async () => {
    const { cells: ran } = await run(without('richValues'), [cells.frame]);
    assert.deepEqual(outputs(ran[0], 'display_data'), []);
  });

  test('errorReplies', async () => {
    const { cells: ran } = await run(without('errorReplies'), [
      cells.failing,
      "console.log('sent after the error')",
    ]);
    assert.equal(ran[0]?.reply.ename, undefined);
    assert.deepEqual(outputs(ran[0], 'error'), []);
    assert.equal(ran[1]?.reply.status, 'abort');
  });

  test('abortBackgroundWork', async () => {
    const { cells: ran } = await run(without('abortBackgroundWork'), [
      cells.work,
      cells.failing,
      'console.log(running)',
    ]);
    assert.equal(stream(ran[2], 'stdout'), 'true\n');
  });
});

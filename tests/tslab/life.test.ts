/** Kernels that are interrupted, asked while they work, shut down, killed, left alone, and run side by side. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { execute } from '../../tools/report/execute.ts';
import { code, notebook } from '../report/notebooks.ts';
import { outputs, ours, run, stream, type Answered, type Session } from './kernel.ts';

const folder = mkdtempSync(join(tmpdir(), 'kernels '));
after(() => rmSync(folder, { recursive: true }));

const ENDLESS = "console.log('begun'); while (true) await new Promise((resolve) => setTimeout(resolve, 10));";

test('over ipc all is as over tcp', async () => {
  const { cells, requests, stderr } = await run(
    ours,
    [
      '6 * 7',
      { request: 'kernel_info_request', channel: 'control' },
      { heartbeat: 'thump' },
      { until: 'thump' },
      { request: 'shutdown_request', content: { restart: false }, channel: 'control' },
    ],
    { transport: 'ipc' },
  );
  assert.deepEqual(outputs(cells[0], 'execute_result')[0]?.['data'], { 'text/plain': '42' });
  assert.deepEqual(
    requests.map(({ reply }) => reply.status),
    ['ok', 'ok'],
  );
  assert.equal(stderr, '');
});

describe('while a cell works', () => {
  let session: Session;

  before(async () => {
    session = await run(ours, [
      { execute: ENDLESS },
      { until: 'begun' },
      { request: 'complete_request', content: { code: 'JSON.stri', cursor_pos: 9 } },
      { request: 'interrupt_request', channel: 'control' },
      { settle: true },
      '1',
      { execute: ENDLESS },
      { until: 'begun' },
      { request: 'shutdown_request', content: { restart: true }, channel: 'control' },
      { sleep: 1.5 },
    ]);
  });

  test('the kernel answers what it is asked at once, and is busy again', () => {
    assert.deepEqual(session.requests[0]?.reply.matches, ['stringify']);
    const states = outputs(session.cells[0], 'status').map(({ execution_state }) => execution_state);
    assert.deepEqual(states, ['busy', 'busy', 'busy', 'idle'], 'two requests came between');
  });

  test('an interrupt that is asked for does what ■ does', () => {
    const [, { reply_type, reply }] = session.requests as [unknown, Answered];
    assert.deepEqual([reply_type, reply], ['interrupt_reply', { status: 'ok' }]);
    assert.equal(session.cells[0]?.reply.evalue, 'Interrupted asynchronously');
    assert.equal(session.cells[1]?.reply.status, 'ok');
  });

  test('told to shut down, the kernel says so and ends', () => {
    const { reply_type, reply } = session.requests[2]!;
    assert.deepEqual([reply_type, reply], ['shutdown_reply', { status: 'ok', restart: true }]);
    assert.equal(session.alive, false);
  });
});

test('a kernel that dies while a cell runs ends the execution of a notebook with a word about it', async () => {
  const dying = notebook(code("process.kill(process.pid, 'SIGKILL'); await new Promise(() => undefined);"));
  await assert.rejects(execute(dying, { folder }), { cell: 0, message: 'Kernel died' });
});

test('two notebooks at once do not wait for one another', async () => {
  const meeting = (own: string, other: string): string => `const fs = require('node:fs');
    fs.writeFileSync(${JSON.stringify(join(folder, own))}, '');
    while (!fs.existsSync(${JSON.stringify(join(folder, other))})) await new Promise((resolve) => setTimeout(resolve, 20));
    console.log('met');`;
  const sessions = await Promise.all([run(ours, [meeting('a', 'b')]), run(ours, [meeting('b', 'a')])]);
  for (const { cells } of sessions) assert.equal(stream(cells[0], 'stdout'), 'met\n');
});

test('a kernel whose Jupyter was killed ends', async () => {
  const connection = join(folder, 'connection.json');
  const ports = Object.fromEntries(
    ['shell', 'control', 'iopub', 'stdin', 'hb'].map((name, index) => [`${name}_port`, index + 1]),
  );
  writeFileSync(connection, JSON.stringify({ transport: 'ipc', ip: join(folder, 'k'), key: '', ...ports }));
  const argv = ours.argv.map((word) => (word === '{connection_file}' ? connection : word));
  const parent = spawn('sh', ['-c', 'echo "$$"; "$@" & echo $!; wait', 'sh', ...argv], { env: process.env });
  let said = '';
  parent.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  while (!existsSync(join(folder, 'k-5'))) await setTimeout(50);
  const pid = Number(said.trim().split('\n')[1]);
  assert.ok(isAlive(pid));
  parent.kill('SIGKILL');
  await once(parent, 'exit');
  for (let waited = 0; waited < 10_000 && isAlive(pid); waited += 100) await setTimeout(100);
  assert.equal(isAlive(pid), false);
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

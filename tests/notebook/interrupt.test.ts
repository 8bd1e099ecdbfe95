import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';
import { describe, test } from 'node:test';
import { run, ours, stock, stream, type Session } from '../tslab/kernel.ts';

const lib = createRequire(import.meta.url).resolve('gan-lib/dist/notebook');

/** A cell that loads the room alone, a cell that declares, and a cell that "trains" until it is told to stop. */
const prepare = `
import { interruptible } from ${JSON.stringify(lib)};
import { setImmediate, setTimeout } from 'timers/promises';
let steps = 0;
let loops = 0;
function step() { const end = Date.now() + 100; while (Date.now() < end); steps += 1; }
async function train() {
  return interruptible(async (signal) => {
    loops += 1;
    console.log('training');
    while (!signal.aborted) { step(); await setImmediate(); }
    loops -= 1;
    console.log('stopped at step', steps);
    return steps;
  });
}`;
const train = 'const reached = await train();';

function last(session: Session, name: 'stdout' | 'stderr' = 'stdout'): string {
  return stream(session.cells.at(-1), name);
}

for (const [name, spec] of Object.entries({
  'our kernel': ours,
  'stock tslab': { ...stock, env: ours.env },
})) {
  test(`in ${name} ■ ends the work at the next step and keeps the variables; rerunning, ■ twice, ■ at rest`, async () => {
    const session = await run(spec, [
      prepare,
      { execute: train },
      { until: 'training' },
      { sleep: 0.5 },
      { interrupt: true },
      { settle: true },
      { execute: train },
      { until: 'training' },
      { interrupt: true },
      { interrupt: true },
      { settle: true },
      { interrupt: true },
      { sleep: 0.3 },
      'await undefined; console.log(reached === steps, reached > 4, loops, process.listenerCount("SIGINT"));',
    ]);
    assert.deepEqual(
      session.cells.map(({ reply }) => reply.status),
      ['ok', 'ok', 'ok', 'ok'],
    );
    assert.match(stream(session.cells[1], 'stdout'), /stopped at step [4-9]/);
    assert.equal(last(session), 'true true 0 1\n');
  });
}

describe('interrupts in our kernel', () => {
  test('■ before the first await ends the cell, and no work is left in the background', async () => {
    const session = await run(ours, [
      prepare,
      {
        execute: `console.log('busy'); { const end = Date.now() + 3000; while (Date.now() < end); } ${train}`,
      },
      { sleep: 1 },
      { interrupt: true },
      { settle: true },
      { sleep: 0.5 },
      'console.log(steps, loops)',
      { execute: train },
      { until: 'training' },
      { interrupt: true },
      { settle: true },
      'console.log(loops)',
    ]);
    assert.equal(session.alive, true);
    assert.equal(session.cells[1]?.reply.status, 'error');
    assert.equal(stream(session.cells[2], 'stdout'), '0 0\n');
    assert.equal(last(session), '0\n');
  });

  test('work that throws gives the interrupts back; other work is refused while some runs in the background', async () => {
    const session = await run(ours, [
      prepare,
      `await interruptible(async () => { throw new Error('diverged'); }).catch((error) => console.log(error.message));
       console.log(process.listenerCount('SIGINT'));`,
      { execute: 'await setTimeout(20_000)' },
      { sleep: 1 },
      { interrupt: true },
      { settle: true },
      { execute: 'void train();' },
      { until: 'training' },
      { settle: true },
      { execute: train },
      { settle: true },
      { interrupt: true },
      { sleep: 0.5 },
      'console.log(loops)',
    ]);
    assert.equal(stream(session.cells[1], 'stdout'), 'diverged\n1\n');
    assert.equal(
      session.cells[2]?.reply.evalue,
      'Interrupted asynchronously',
      'the interrupt is tslab’s again',
    );
    assert.match(session.cells[4]?.reply.evalue, /other work is still running/);
    assert.equal(last(session), '0\n');
  });

  test('nested work shares the signal of the work around it', async () => {
    const session = await run(ours, [
      prepare,
      {
        execute:
          'await interruptible(async (signal) => { await train(); console.log(signal.aborted, loops); })',
      },
      { until: 'training' },
      { interrupt: true },
      { settle: true },
    ]);
    assert.match(last(session), /stopped at step \d+\ntrue 0\n/);
  });
});

describe('interrupts in a script', () => {
  const script = (rest: string): string => `
    const { interruptible } = require(${JSON.stringify(lib)});
    interruptible(async (signal) => {
      console.log('training');
      ${rest}
    }).then(() => console.log('ended'));`;

  async function interrupted(
    code: string,
    times: number,
  ): Promise<{ output: string; signal: string | null }> {
    const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
    const interrupt = async (): Promise<void> => {
      for (let sent = 0; sent < times; sent += 1) {
        child.kill('SIGINT');
        await new Promise((resolve) => setTimeout(resolve, 300));
      }
    };
    child.stdout.once('data', () => void interrupt());
    const output = text(child.stdout);
    const [, signal] = (await once(child, 'close')) as [number | null, string | null];
    return { output: await output, signal };
  }

  test('Ctrl-C ends the work', async () => {
    const code = script('while (!signal.aborted) await new Promise(setImmediate);');
    assert.deepEqual(await interrupted(code, 1), { output: 'training\nended\n', signal: null });
  });

  test('a second Ctrl-C ends the process, should the work not heed the first', async () => {
    const code = script('await new Promise((resolve) => setTimeout(resolve, 20_000));');
    assert.deepEqual(await interrupted(code, 2), { output: 'training\n', signal: 'SIGINT' });
  });
});

/** Every system call of every writer fails, or is the last one: what was there before is there still, or all of the new. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { eachFault, inject, needsStrace } from './inject.ts';
import { writers, type Writer } from './writers.ts';

const PROGRAM = fileURLToPath(new URL('write.ts', import.meta.url));

suite('faults', needsStrace, () => {
  for (const [name, writer] of Object.entries(writers)) {
    test(name, async (context) => survives(context, name, writer));
  }
});

async function survives(
  context: TestContext,
  name: string,
  { place, drafts, write, read }: Writer,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'faults-'));
  const paths = [place, ...drafts].map((path) => join(folder, path));
  const left = (): string[] =>
    readdirSync(dirname(join(folder, place))).filter((file) => /partial|new$/.test(file));
  let value = 1;
  await write(folder, value);
  const faults = await eachFault(async (fault) => {
    const command = [process.execPath, ...process.execArgv, PROGRAM, name, folder, String(value + 1)];
    const { reached, code, signal, stderr } = await inject(fault, command, paths);
    const what = `${JSON.stringify(fault)}: ${stderr}`;
    const found = await read(folder);
    const whole = reached ? [value, value + 1] : [value + 1];
    // A stamp is taken away first: a step that was not done well is done again.
    if (reached && name === 'stamp of a step') whole.push(NaN);
    assert.ok(whole.includes(found), `${what}: ${found} of ${whole.join()}`);
    if (!reached) assert.equal(code, 0, what);
    if (reached && signal === null && code !== 0) {
      assert.match(stderr, /^[^\n]*(ENOSPC|EIO|No space left|put\/output error)[^\n]*\n$/, what);
      assert.deepEqual(left(), [], what);
    }
    // The next one succeeds, and sweeps away what is left.
    value += 2;
    await write(folder, value);
    assert.equal(await read(folder), value, what);
    assert.deepEqual(left(), [], what);
    return reached;
  });
  rmSync(folder, { recursive: true });
  context.diagnostic(`${faults} faults`);
  assert.ok(faults >= 8, `${faults} faults`);
}

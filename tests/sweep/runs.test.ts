import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { duration } from '../../tools/sweep/progress.ts';
import { failure } from '../../tools/sweep/runs.ts';

const folder = mkdtempSync(join(tmpdir(), 'runs-'));
after(() => rmSync(folder, { recursive: true }));

function failureOf(code: number, log: string) {
  writeFileSync(join(folder, 'failed'), `${code}\n`);
  writeFileSync(join(folder, 'log.txt'), log);
  return failure(folder);
}

test('a failure is told by the error that nobody caught, the signal, or the exit code', () => {
  const log =
    'WARNING: noise\nfile.ts:3\n  throw x\n\nRangeError: too far\n    at f (x.ts:3:1) {\n  step: 3\n}\n\nNode.js v24\n';
  assert.equal(failureOf(1, log), 'RangeError: too far');
  assert.equal(failureOf(1, 'TypeError [ERR_X]: odd\n'), 'TypeError [ERR_X]: odd');
  assert.equal(failureOf(137, log), 'killed by SIGKILL');
  assert.equal(failureOf(130, log), undefined);
  assert.equal(failureOf(3, 'WARNING: noise\n'), 'exit code 3');
});

test('durations are told in the unit that suits them', () => {
  assert.deepEqual([400, 40_000, 100_000, 3_600_000, 9_000_000].map(duration), [
    '0 s',
    '40 s',
    '2 min',
    '60 min',
    '2.5 h',
  ]);
});

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { describe, test } from 'node:test';
import { run, ours, stock, stream, type Cell } from '../tslab/kernel.ts';

const lib = createRequire(import.meta.url).resolve('gan-lib/dist/notebook');

const cells = [
  `import { configure, display, integer, result } from ${JSON.stringify(lib)};
   const shown = display(
     { 'text/plain': 'a chart', 'application/vnd.vega.v5+json': { width: 3 }, 'image/png': new Uint8Array([1, 2, 3]) },
     { 'image/png': { width: 20 } },
   );`,
  "shown.update({ 'text/plain': 'another chart' });",
  "display({ 'text/plain': 'unencodable', 'application/json': 1n }); console.log('still here');",
  "result({ modes: 7, 'the loss': 1 / 3 });",
  'configure({ steps: integer(5, { min: 1 }) })',
  "display({ 'text/plain': 'by itself' })",
];

function displays(cell: Cell | undefined, type = 'display_data'): { data: unknown; transient: unknown }[] {
  return (cell?.messages ?? []).filter((message) => message.type === type).map(({ content }) => content);
}

for (const [name, spec] of Object.entries({
  'our kernel': ours,
  'stock tslab': { ...stock, env: ours.env },
})) {
  test(`display in ${name}`, async () => {
    const session = await run(spec, cells);
    const [bundle, update, unencodable, result] = session.cells;
    const [shown] = displays(bundle);
    assert.deepEqual(shown, {
      data: { 'text/plain': 'a chart', 'application/vnd.vega.v5+json': { width: 3 }, 'image/png': 'AQID' },
      metadata: { 'image/png': { width: 20 } },
      transient: shown?.transient,
    });
    const [updated] = displays(update, 'update_display_data');
    assert.deepEqual(updated, {
      data: { 'text/plain': 'another chart' },
      metadata: {},
      transient: shown.transient,
    });
    assert.equal(unencodable?.reply.status, 'ok');
    assert.equal(stream(unencodable, 'stdout'), 'still here\n');
    assert.match(stream(unencodable, 'stderr'), /^display: TypeError: Do not know how to serialize a BigInt/);
    assert.deepEqual(displays(result)[0]?.data, {
      'text/plain': 'modes: 7\nthe loss: 0.3333',
      'application/vnd.gan.result+json': { modes: 7, 'the loss': 1 / 3 },
    });
  });
}

test('values that end a cell of our kernel', async () => {
  const session = await run(ours, cells);
  const [settings, handle] = session.cells.slice(-2);
  assert.deepEqual(displays(settings, 'execute_result')[0]?.data, {
    'text/plain': '{ steps: 5 }',
    'application/vnd.gan.settings+json': { settings: { steps: 5 }, defaults: { steps: 5 } },
  });
  assert.deepEqual([displays(handle).length, stream(handle, 'stdout')], [1, '']);
});

describe('display in a script', () => {
  const script = (code: string): string =>
    execFileSync(process.execPath, ['-e', `const notebook = require(${JSON.stringify(lib)}); ${code}`], {
      encoding: 'utf8',
    });

  test('writes the plain text, and says what there is if there is none', () => {
    assert.equal(
      script("notebook.display({ 'text/plain': 'one', 'text/html': '<b>' }).update({ 'text/plain': 'two' })"),
      'one\ntwo\n',
    );
    assert.equal(script("notebook.display({ 'text/html': '<b>' })"), "[ 'text/html' ]\n");
    assert.equal(
      script("notebook.result({ modes: 7, sure: true, name: 'ring' })"),
      'modes: 7\nsure: true\nname: ring\n',
    );
  });
});

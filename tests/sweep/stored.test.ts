/** The sweeps in data/sweeps: their results are those that were written, and each has its declaration. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { project } from '../../tools/setup/project.mjs';

const folder = join(project().root, 'data', 'sweeps');
const names = readdirSync(folder).sort();

test('a checksum stands beside the results of every sweep, and beside nothing else', () => {
  const parquet = names.filter((name) => name.endsWith('.parquet'));
  const checked = names.filter((name) => name.endsWith('.sha256'));
  assert.ok(parquet.length > 0);
  // Results that another command has written: sha256sum a.parquet > a.parquet.sha256
  assert.deepEqual(
    checked,
    parquet.map((name) => `${name}.sha256`),
  );
  for (const name of parquet) {
    const sha256 = createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex');
    assert.equal(readFileSync(join(folder, `${name}.sha256`), 'utf8'), `${sha256}  ${name}\n`);
    assert.ok(names.includes(name.replace(/parquet$/, 'json')), `${name} has no declaration`);
  }
});

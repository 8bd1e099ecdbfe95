/** The IDX format of MNIST: magic number, one big-endian length a dimension, then the bytes. */
export interface Idx {
  /** Lengths of the dimensions, outermost first: `[60000, 28, 28]` for the training images. */
  readonly shape: readonly number[];
  /** All values, row-major: the bytes of `file` themselves, not a copy. */
  readonly values: Uint8Array;
}

const UNSIGNED_BYTE = 0x08;

/**
 * Reads an IDX file of unsigned bytes.
 *
 * @param bytes the whole file
 * @param name what to call it in errors
 * @throws Error naming the file, what was expected and what was found, if it is no such file or has another length
 *   than its header says.
 */
export function parseIdx(bytes: Uint8Array, name: string): Idx {
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = bytes.length >= 4 ? header.getUint32(0) : -1;
  const rank = magic & 0xff;
  if (magic >>> 8 !== UNSIGNED_BYTE || rank < 1 || rank > 4 || bytes.length < 4 + 4 * rank) {
    const found = Buffer.from(bytes.subarray(0, 4)).toString('hex') || 'an empty file';
    throw new Error(`${name}: expected an IDX file of bytes (it begins 00 00 08 and a rank), found ${found}`);
  }
  const shape = Array.from({ length: rank }, (_, i) => header.getUint32(4 + 4 * i));
  const expected = 4 + 4 * rank + shape.reduce((product, length) => product * length, 1);
  if (bytes.length !== expected) {
    throw new Error(
      `${name}: expected ${expected} bytes for shape [${shape.join(', ')}], found ${bytes.length}: ` +
        (bytes.length < expected ? 'the file is truncated' : 'something follows the data'),
    );
  }
  return { shape, values: bytes.subarray(4 + 4 * rank) };
}

/** The IDX file of `shape` and `values`: what `parseIdx` reads. */
export function encodeIdx({ shape, values }: Idx): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * shape.length + values.length);
  const header = new DataView(bytes.buffer);
  header.setUint32(0, (UNSIGNED_BYTE << 8) | shape.length);
  shape.forEach((length, i) => header.setUint32(4 + 4 * i, length));
  bytes.set(values, 4 + 4 * shape.length);
  return bytes;
}

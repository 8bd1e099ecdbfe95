/**
 * The safetensors file format: eight bytes with the length of a JSON header, the header, then all tensors one after
 * another. Any tool that knows the format reads what is written here.
 */
import type { SavedTensor } from '../ops';
import { sizeOf } from './layers';

/** How numbers are stored, by the format's names. */
export type StoredType = 'F32' | 'F16';

interface Stored {
  readonly bytes: number;
  readonly encode: (values: Float32Array) => ArrayBufferView;
  readonly decode: (bytes: ArrayBuffer) => Float32Array;
}

/** Single precision as it is, half precision in two bytes. */
const STORED: Readonly<Record<StoredType, Stored>> = {
  F32: {
    bytes: 4,
    encode: (values: Float32Array) => values,
    decode: (bytes: ArrayBuffer) => new Float32Array(bytes),
  },
  F16: {
    bytes: 2,
    encode: (values: Float32Array) => Float16Array.from(values),
    decode: (bytes: ArrayBuffer) => Float32Array.from(new Float16Array(bytes)),
  },
};

export interface TensorFile {
  readonly tensors: Readonly<Record<string, SavedTensor>>;
  readonly metadata: Readonly<Record<string, string>>;
}

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/**
 * The file, as bytes, that holds these tensors and texts.
 *
 * @param dtype F16 takes half the space, keeps 11 bits of each number, and is for numbers of at most 65,504 in size
 */
export function encodeTensors({ tensors, metadata }: TensorFile, dtype: StoredType = 'F32'): Uint8Array {
  const { bytes: size, encode } = STORED[dtype];
  let end = 0;
  const entries = Object.entries(tensors).map(([name, { shape, values }]) => {
    const begin = end;
    end += size * values.length;
    return [name, { dtype, shape, data_offsets: [begin, end] }] as const;
  });
  const json = JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) });
  const header = new TextEncoder().encode(json);
  const padded = Math.ceil(header.length / 8) * 8; // the tensors begin at a multiple of eight
  const bytes = new Uint8Array(8 + padded + end).fill(0x20, 8, 8 + padded);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(padded), true);
  bytes.set(header, 8);
  let at = 8 + padded;
  for (const { values } of Object.values(tensors)) {
    const stored = encode(values);
    bytes.set(new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength), at);
    at += stored.byteLength;
  }
  return bytes;
}

/**
 * What is in a file of F32 and F16 tensors; all are given in single precision.
 *
 * @param name what to call the file in errors
 * @throws Error naming the file if it is truncated, damaged or no such file
 */
export function decodeTensors(bytes: Uint8Array, name: string): TensorFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.length >= 8 ? Number(view.getBigUint64(0, true)) : Infinity;
  if (8 + length > bytes.length) throw new Error(`${name}: truncated, or not a safetensors file`);
  const { metadata, entries } = parseHeader(bytes.subarray(8, 8 + length), name);
  const data = bytes.subarray(8 + length);
  checkOffsets(entries, name);
  const tensors = entries.map(([key, { dtype, shape, data_offsets }]) => {
    const [begin, end] = data_offsets;
    const size = sizeOf(shape);
    if (!isStoredType(dtype))
      throw new Error(
        `${name}: tensor ${key} is ${dtype}, only ${Object.keys(STORED).join(' and ')} are read`,
      );
    const { bytes: each, decode } = STORED[dtype];
    if (end > data.length) throw new Error(`${name}: truncated within tensor ${key}`);
    if (end - begin !== each * size)
      throw new Error(`${name}: tensor ${key} has not the length of its shape`);
    const aligned = new Uint8Array(data.subarray(begin, end)); // a copy
    return [key, { shape, values: decode(aligned.buffer) }] as const;
  });
  const used = entries.reduce((most, [, { data_offsets }]) => Math.max(most, data_offsets[1]), 0);
  if (used < data.length) throw new Error(`${name}: ${data.length - used} bytes follow the last tensor`);
  return { tensors: Object.fromEntries(tensors), metadata };
}

/** Each byte belongs to one tensor: otherwise a small file could ask for any amount of memory. */
function checkOffsets(entries: readonly [string, Entry][], name: string): void {
  const inOrder = entries.toSorted(([, a], [, b]) => a.data_offsets[0] - b.data_offsets[0]);
  let end = 0;
  for (const [key, { data_offsets }] of inOrder) {
    if (data_offsets[0] !== end) throw new Error(`${name}: tensor ${key} does not begin where another ends`);
    end = data_offsets[1];
  }
}

const isStoredType = (dtype: string): dtype is StoredType => Object.hasOwn(STORED, dtype);

function parseHeader(
  bytes: Uint8Array,
  name: string,
): { metadata: Record<string, string>; entries: [string, Entry][] } {
  let header: Record<string, unknown> | null;
  try {
    header = JSON.parse(new TextDecoder().decode(bytes)) as typeof header;
  } catch (error) {
    throw new Error(`${name}: not a safetensors file, its header is no JSON`, { cause: error });
  }
  const { __metadata__: metadata = {}, ...tensors } = header ?? {};
  if (!isTexts(metadata)) throw new Error(`${name}: damaged, its metadata are not texts by name`);
  const entries = Object.entries(tensors);
  const damaged = entries.find(([, entry]) => !isEntry(entry));
  if (damaged) throw new Error(`${name}: damaged, its header does not describe tensor ${damaged[0]}`);
  return {
    metadata,
    entries: entries as [string, Entry][],
  };
}

const isTexts = (value: unknown): value is Record<string, string> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((text) => typeof text === 'string');

function isEntry(value: unknown): value is Entry {
  const { dtype, shape, data_offsets } = (value ?? {}) as Record<keyof Entry, unknown>;
  const sizes = (list: unknown): list is number[] =>
    Array.isArray(list) && list.every((n) => Number.isSafeInteger(n) && n >= 0);
  return typeof dtype === 'string' && sizes(shape) && sizes(data_offsets) && data_offsets.length === 2;
}

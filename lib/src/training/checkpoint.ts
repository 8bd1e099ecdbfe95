import { createHash } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { decodeTensors, encodeTensors } from '../models';
import type { SavedTensor } from '../ops';

export type NamedTensors = Record<string, SavedTensor>;

/** Plain data in, plain data out: what it means is `state.ts`'s business. */
export interface Checkpoint {
  readonly state: Readonly<Record<string, unknown>>;
  readonly tensors: NamedTensors;
}

const FORMAT = 'gan-lib checkpoint';
const VERSION = '2';

/** Writes a checkpoint next to `file`, and only when it is safely on disk puts it in its place. */
export function writeCheckpoint(file: string, { state, tensors }: Checkpoint): void {
  const json = JSON.stringify(state);
  const metadata = { format: FORMAT, version: VERSION, state: json, sha256: digest(json, tensors) };
  const bytes = encodeTensors({ tensors, metadata });
  const partial = `${file}.${process.pid}.partial`;
  mkdirSync(dirname(file), { recursive: true });
  const descriptor = openSync(partial, 'w');
  try {
    for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
    fsyncSync(descriptor);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
  renameSync(partial, file);
}

/** @throws Error naming the file and what is wrong with it, unless it is exactly what `writeCheckpoint` wrote */
export function readCheckpoint(file: string): Checkpoint {
  const { tensors, metadata } = decodeTensors(readFileSync(file), file);
  if (metadata['format'] !== FORMAT) throw new Error(`${file}: not a checkpoint of this library`);
  if (metadata['version'] !== VERSION) {
    throw new Error(
      `${file}: a checkpoint of version ${metadata['version']}, only version ${VERSION} is read`,
    );
  }
  const json = metadata['state'] ?? '';
  if (metadata['sha256'] !== digest(json, tensors)) throw new Error(`${file}: altered since it was written`);
  return { state: JSON.parse(json) as Checkpoint['state'], tensors };
}

/** SHA-256 over the state and every tensor with its name and shape. */
function digest(json: string, tensors: NamedTensors): string {
  const hash = createHash('sha256').update(json);
  for (const [name, { shape, values }] of Object.entries(tensors)) {
    hash.update(`\n${name} ${shape.join()}\n`);
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  return hash.digest('hex');
}

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { decodeTensors, encodeTensors, type StoredType } from '../models';
import type { SavedTensor } from '../ops';
import { replaceFile } from './replace';

export type NamedTensors = Record<string, SavedTensor>;

/** Plain data in, plain data out: what it means is `state.ts`'s business. */
export interface Checkpoint {
  readonly state: Readonly<Record<string, unknown>>;
  readonly tensors: NamedTensors;
}

const FORMAT = 'gan-lib checkpoint';
const VERSION = '2';

/** Writes a checkpoint next to `file`, and only when it is safely on disk puts it in its place. */
export function writeCheckpoint(
  file: string,
  { state, tensors }: Checkpoint,
  dtype: StoredType = 'F32',
): void {
  const json = JSON.stringify(state);
  // The sum is of the numbers as they are read again.
  const stored = decodeTensors(encodeTensors({ tensors, metadata: {} }, dtype), file).tensors;
  const metadata = { format: FORMAT, version: VERSION, state: json, sha256: digest(json, stored) };
  replaceFile(file, encodeTensors({ tensors, metadata }, dtype));
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
  return { state: parseState(json, file), tensors };
}

function parseState(json: string, file: string): Checkpoint['state'] {
  try {
    const state: unknown = JSON.parse(json);
    if (typeof state === 'object' && state !== null) return state as Checkpoint['state'];
  } catch {
    // It is no state either.
  }
  throw new Error(`${file}: damaged, its state is no JSON object`);
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

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import type { ClassifierNetworks } from './classifier';

/** data/mnist-classifier.json: what the numbers in mnist-classifier.bin are, and where they come from. */
export interface ClassifierCard {
  /** How it was trained. */
  readonly training: Readonly<Record<string, string | number>>;
  /** Share of the 10,000 MNIST test images that it gets right. */
  readonly testAccuracy: number;
  /** Of mnist-classifier.bin: float32 numbers, little-endian, tensor after tensor. */
  readonly sha256: string;
  readonly tensors: readonly { readonly name: string; readonly shape: readonly number[] }[];
}

const DATA = join(__dirname, '..', '..', '..', 'data');
const CARD = 'mnist-classifier.json';
const WEIGHTS = 'mnist-classifier.bin';

/** Writes trained networks as `classifier` reads them. */
export function writeWeights(
  networks: ClassifierNetworks,
  about: Pick<ClassifierCard, 'training' | 'testAccuracy'>,
  directory = DATA,
): void {
  const stored = storedIn(networks);
  const bytes = Buffer.concat(
    stored.map(({ variable }) => Buffer.from(variable.dataSync<'float32'>().slice().buffer)),
  );
  const card: ClassifierCard = {
    ...about,
    sha256: checksum(bytes),
    tensors: stored.map(({ name, shape }) => ({ name, shape })),
  };
  writeFileSync(join(directory, WEIGHTS), bytes);
  writeFileSync(join(directory, CARD), `${JSON.stringify(card, null, 2)}\n`);
}

/**
 * Gives networks the weights that `writeWeights` wrote.
 *
 * @throws Error naming the file and what is wrong if one is missing, altered, or of other networks
 */
export function readWeights(networks: ClassifierNetworks, directory = DATA): void {
  const card = parseCard(join(directory, CARD));
  const file = join(directory, WEIGHTS);
  const bytes = read(file);
  if (checksum(bytes) !== card.sha256) {
    throw new Error(
      `${file}: expected SHA-256 ${card.sha256}, found ${checksum(bytes)}: npm run classifier makes it again`,
    );
  }
  const stored = storedIn(networks);
  const [expected, found] = [stored, card.tensors].map((tensors) =>
    tensors.map(({ name, shape }) => `${name} [${shape.join(', ')}]`).join('; '),
  );
  if (expected !== found) throw new Error(`${file}: expected the tensors ${expected}, found ${found}`);
  const values = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  let at = 0;
  for (const { variable } of stored) {
    const own = values.slice(at, (at += variable.size));
    tf.tidy(() => variable.assign(tf.tensor(own, variable.shape)));
  }
}

function storedIn({ trunk, head }: ClassifierNetworks) {
  return [trunk, head].flatMap((network) =>
    network.stored.map((each) => ({ ...each, name: `${network.name}/${each.name}` })),
  );
}

function parseCard(file: string): ClassifierCard {
  const text = read(file).toString();
  try {
    return JSON.parse(text) as ClassifierCard;
  } catch (error) {
    throw new Error(`${file}: expected JSON, but ${(error as Error).message}`, { cause: error });
  }
}

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Error(
      `${file}: expected the MNIST classifier, found no file that can be read; npm run classifier makes it`,
      {
        cause: error,
      },
    );
  }
}

const checksum = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

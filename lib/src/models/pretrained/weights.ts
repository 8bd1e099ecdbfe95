import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import type { Network } from '../network';
import { decodeTensors, encodeTensors, type StoredType, type TensorFile } from '../safetensors';

/** `<name>.json` beside `<name>.safetensors`: where the numbers come from and what the network reaches. */
export interface Card {
  /** How it was trained. */
  readonly training: Readonly<Record<string, unknown>>;
  /** What was measured of it: shares and distances by name. */
  readonly measured: Readonly<Record<string, number>>;
  /** Of the safetensors file. */
  readonly sha256: string;
}

const DATA = join(__dirname, '..', '..', '..', '..', 'data');

const paths = (name: string, directory: string) => ({
  card: join(directory, `${name}.json`),
  weights: join(directory, `${name}.safetensors`),
});

export interface WeightFileOptions {
  /** Where the files are; by default the project's data/. */
  readonly directory?: string | undefined;
  /** How numbers are stored. */
  readonly dtype?: StoredType;
}

/** Writes trained networks as `readWeights` reads them. */
export function writeWeights(
  name: string,
  networks: readonly Network[],
  about: Omit<Card, 'sha256'>,
  { directory = DATA, dtype = 'F32' }: WeightFileOptions = {},
): void {
  const { card, weights } = paths(name, directory);
  const tensors = Object.fromEntries(
    storedIn(networks).map(({ key, shape, variable }) => [
      key,
      { shape, values: variable.dataSync<'float32'>() },
    ]),
  );
  const bytes = encodeTensors({ tensors, metadata: {} }, dtype);
  writeFileSync(weights, bytes);
  writeFileSync(card, `${JSON.stringify({ ...about, sha256: checksum(bytes) }, null, 2)}\n`);
}

/**
 * Gives networks the weights that `writeWeights` wrote. Networks that cannot get them are disposed.
 *
 * @param command makes the files again, for errors
 * @throws Error naming the file and what is wrong if one is missing, altered, or of other networks
 */
export function readWeights(
  name: string,
  networks: readonly Network[],
  command: string,
  directory: string = DATA,
): void {
  try {
    assignWeights(storedIn(networks), checkedWeights(paths(name, directory), command));
  } catch (error) {
    networks.forEach((network) => network.dispose());
    throw error;
  }
}

interface Weights {
  readonly file: string;
  readonly tensors: TensorFile['tensors'];
}

function checkedWeights(files: ReturnType<typeof paths>, command: string): Weights {
  const { sha256 } = parseCard(files.card, command);
  const file = files.weights;
  const bytes = read(file, command);
  const found = checksum(bytes);
  if (found !== sha256) {
    throw new Error(`${file}: expected SHA-256 ${sha256}, found ${found}: ${command} makes it again`);
  }
  return { file, tensors: decodeTensors(bytes, file).tensors };
}

function assignWeights(stored: ReturnType<typeof storedIn>, { file, tensors }: Weights): void {
  const [expected, held] = [
    stored.map(({ key, shape }) => `${key} [${shape.join(', ')}]`),
    Object.entries(tensors).map(([key, { shape }]) => `${key} [${shape.join(', ')}]`),
  ];
  if (expected.join() !== held.join()) {
    throw new Error(`${file}: expected the tensors ${expected.join('; ')}, found ${held.join('; ')}`);
  }
  for (const { key, shape, variable } of stored) {
    tf.tidy(() => variable.assign(tf.tensor(tensors[key]!.values, [...shape])));
  }
}

function storedIn(networks: readonly Network[]) {
  return networks.flatMap((network) =>
    network.stored.map(({ name, shape, variable }) => ({ key: `${network.name}/${name}`, shape, variable })),
  );
}

function parseCard(file: string, command: string): Card {
  const text = read(file, command).toString();
  try {
    const card = JSON.parse(text) as Card | null;
    if (typeof card?.sha256 !== 'string') throw new Error('it names no sha256');
    return card;
  } catch (error) {
    throw new Error(`${file}: expected JSON, but ${(error as Error).message.replaceAll('\n', ' ')}`, {
      cause: error,
    });
  }
}

function read(file: string, command: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Error(
      `${file}: expected a trained network, found no file that can be read; ${command} makes it`,
      { cause: error },
    );
  }
}

const checksum = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

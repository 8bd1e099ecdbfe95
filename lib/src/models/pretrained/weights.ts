import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import type { Network } from '../network';
import { decodeTensors, encodeTensors } from '../safetensors';

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

/** Writes trained networks as `readWeights` reads them. */
export function writeWeights(
  name: string,
  networks: readonly Network[],
  about: Omit<Card, 'sha256'>,
  directory = DATA,
): void {
  const { card, weights } = paths(name, directory);
  const tensors = Object.fromEntries(
    storedIn(networks).map(({ key, shape, variable }) => [
      key,
      { shape, values: variable.dataSync<'float32'>() },
    ]),
  );
  const bytes = encodeTensors({ tensors, metadata: {} });
  writeFileSync(weights, bytes);
  writeFileSync(card, `${JSON.stringify({ ...about, sha256: checksum(bytes) }, null, 2)}\n`);
}

/**
 * Gives networks the weights that `writeWeights` wrote.
 *
 * @param command makes the files again, for errors
 * @throws Error naming the file and what is wrong if one is missing, altered, or of other networks
 */
export function readWeights(
  name: string,
  networks: readonly Network[],
  command: string,
  directory = DATA,
): void {
  const { card, weights: file } = paths(name, directory);
  const { sha256 } = parseCard(card, command);
  const bytes = read(file, command);
  const found = checksum(bytes);
  if (found !== sha256) {
    throw new Error(`${file}: expected SHA-256 ${sha256}, found ${found}: ${command} makes it again`);
  }
  const { tensors } = decodeTensors(bytes, file);
  const stored = storedIn(networks);
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
    return JSON.parse(text) as Card;
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

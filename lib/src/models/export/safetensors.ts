import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Network } from '../network';
import { encodeTensors, type StoredType } from '../safetensors';

/**
 * Writes what a network stores as a safetensors file, each tensor under its name (`1-dense/weights`), and the network
 * itself, its name, input and layers, as JSON under `network` in the metadata.
 *
 * @param file is replaced if it is there
 * @param options.dtype F16 takes half the space and keeps 11 bits of each number
 *
 * @example models.exportSafetensors(generator, 'generator.safetensors');
 */
export function exportSafetensors(
  network: Network,
  file: string,
  { dtype = 'F32' }: { readonly dtype?: StoredType } = {},
): void {
  const { name, input, layers, seed, stored } = network;
  const tensors = Object.fromEntries(
    stored.map((each) => [each.name, { shape: each.shape, values: each.variable.dataSync<'float32'>() }]),
  );
  const metadata = { network: JSON.stringify({ name, input, layers, seed }) };
  mkdirSync(dirname(resolve(file)), { recursive: true });
  writeFileSync(file, encodeTensors({ tensors, metadata }, dtype));
}

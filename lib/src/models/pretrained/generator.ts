import { dcganGenerator } from '../dcgan';
import { network, type Network } from '../network';
import { readWeights, writeWeights, type Card } from './weights';

/** Which generators there are: `mnist` draws digits. */
export type GeneratorName = 'mnist';

const NAMES: readonly GeneratorName[] = ['mnist'];

/** The generator before training: DCGAN's, `[64]` → `[28, 28, 1]` in [−1, 1], for latents from N(0, 1). */
export const generatorNetwork = (seed: number): Network =>
  network({ name: 'generator', input: [64], layers: dcganGenerator({ filters: 16, units: 256 }), seed });

/**
 * A trained generator that is shipped in data/ (`npm run generator` makes it again): `[64]` → `[28, 28, 1]` in [−1, 1], for
 * latents from N(0, 1). The caller disposes it.
 *
 * @param directory where `<name>-generator.json` and `.safetensors` are
 * @throws RangeError if there is no such generator; Error naming the file and what is wrong if one is missing, altered,
 *   or of another network
 *
 * @example
 * const { z } = data.normalLatents({ size: 64, seed: 1 }).next(40);
 * plots.imageGrid(models.generator('mnist').apply(z));
 */
export function generator(name: GeneratorName, directory?: string): Network {
  if (!NAMES.includes(name)) {
    throw new RangeError(`models.generator: ${NAMES.join(', ')} is allowed, got ${name as string}`);
  }
  const shipped = generatorNetwork(0);
  readWeights(fileOf(name), [shipped], 'npm run generator', directory);
  return shipped;
}

/** Writes a trained network as `generator` reads it, in half precision. */
export function writeGenerator(
  name: GeneratorName,
  trained: Network,
  about: Omit<Card, 'sha256'>,
  directory?: string,
): void {
  writeWeights(fileOf(name), [trained], about, { directory, dtype: 'F16' });
}

const fileOf = (name: GeneratorName): string => `${name}-generator`;

import type { ExplorerData } from '../../page';

/** A network, as far as a page needs it; a `models.Network` is one. */
export interface PageNetwork {
  readonly input: readonly number[];
  /** Of kinds that `models` has: the page knows no others. */
  readonly layers: readonly { readonly kind: string }[];
  readonly outputShape: readonly number[];
  /** What the layers store, in their order. */
  readonly stored: readonly { readonly variable: { dataSync(): ArrayLike<number> } }[];
  /** Fixes what is drawn at random in the page; 0 if left out. */
  readonly seed?: number;
}

/** What the page builds the network from. */
export const described = (name: string, { input, layers, seed = 0 }: PageNetwork): ExplorerData['generator'] => ({
  name,
  input,
  layers,
  seed,
});

/** What the network stores, for `setWeights` of `page`. */
export const packedWeights = ({ stored }: PageNetwork): Uint8Array =>
  toHalf(stored.flatMap(({ variable }) => Array.from(variable.dataSync())));

/** Bits of fraction that are kept, of half precision's ten. */
const FRACTION = 6;

/**
 * Numbers in little space, for a page that packs them: half precision rounded to FRACTION bits, a relative error of at most
 * 2⁻⁷. All low bytes stand before all high ones, because like bytes pack well.
 */
function toHalf(values: ArrayLike<number>): Uint8Array {
  const halves = new Uint16Array(Float16Array.from(values).buffer);
  const step = 1 << (10 - FRACTION);
  const bytes = new Uint8Array(2 * halves.length);
  halves.forEach((half, i) => {
    const rounded = (half + step / 2) & -step;
    bytes[i] = rounded;
    bytes[halves.length + i] = rounded >> 8;
  });
  return bytes;
}

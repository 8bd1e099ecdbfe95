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
export const described = (
  name: string,
  { input, layers, seed = 0 }: PageNetwork,
): ExplorerData['generator'] => ({
  name,
  input,
  layers,
  seed,
});

/**
 * What the network stores, for `setWeights` of `page`: numbers in little space. Half precision, of whose ten bits of fraction some
 * are kept: with six the relative error is at most 2⁻⁷, with three 2⁻⁴. All low bytes stand before all high ones, because like
 * bytes pack well.
 */
export function packedWeights({ stored }: PageNetwork, fraction = 6): Uint8Array {
  const values = stored.flatMap(({ variable }) => Array.from(variable.dataSync()));
  const halves = new Uint16Array(Float16Array.from(values).buffer);
  const step = 1 << (10 - fraction);
  const bytes = new Uint8Array(2 * halves.length);
  halves.forEach((half, i) => {
    const rounded = (half + step / 2) & -step;
    bytes[i] = rounded;
    bytes[halves.length + i] = rounded >> 8;
  });
  return bytes;
}

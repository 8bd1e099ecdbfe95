/** Bits of fraction that are kept, of half precision's ten. */
const FRACTION = 6;

/**
 * Numbers in little space, for a page that packs them: half precision rounded to FRACTION bits, a relative error of at most
 * 2⁻⁷. All low bytes stand before all high ones, because like bytes pack well.
 */
export function toHalf(values: ArrayLike<number>): Uint8Array {
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

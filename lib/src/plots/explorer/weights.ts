/** Bits of fraction that are kept, of half precision's ten. */
const FRACTION = 5;

/**
 * Numbers in little space, for a page that packs them: half precision rounded to FRACTION bits, a relative error of at most
 * 2⁻⁶. All low bytes stand before all high ones, because like bytes pack well.
 */
export function toHalf(values: ArrayLike<number>): Uint8Array {
  const halves = new Uint16Array(Float16Array.from(values).buffer);
  const step = 1 << (10 - FRACTION);
  const rounded = halves.map((half) => (half + step / 2) & -step);
  return Uint8Array.from([...rounded.map((half) => half & 255), ...rounded.map((half) => half >> 8)]);
}

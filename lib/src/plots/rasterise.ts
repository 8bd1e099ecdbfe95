import { dataUri, encodePng } from './images';
import type { Surface } from './plane';
import { diverging } from './theme';

/**
 * A surface as a picture of one pixel for each of its points, north up, to be stretched over the plane: a thousandth of
 * the marks that cells would be.
 *
 * @param domain lowest and highest value of the colours; what is beyond is clipped, what is not finite transparent.
 */
export function rasterise({ x, y, values }: Surface, [low, high]: readonly [number, number]): string {
  const rgba = new Uint8Array(x.length * y.length * 4);
  for (let row = 0; row < y.length; row++) {
    for (let column = 0; column < x.length; column++) {
      const value = values[(y.length - 1 - row) * x.length + column]!;
      if (Number.isFinite(value))
        rgba.set(colour((value - low) / (high - low)), (row * x.length + column) * 4);
    }
  }
  return dataUri(encodePng({ width: x.length, height: y.length, rgba }));
}

/** The diverging colours at t, from 0 to 1: red, green, blue and opacity. */
function colour(t: number): number[] {
  const at = Math.max(0, Math.min(1, t)) * (diverging.length - 1);
  const below = Math.min(Math.floor(at), diverging.length - 2);
  const [from, to] = [channels(diverging[below]!), channels(diverging[below + 1]!)];
  return [...from.map((value, i) => Math.round(value + (at - below) * (to[i]! - value))), 255];
}

/** Of `#rrggbb`. */
function channels(hex: string): [number, number, number] {
  const all = parseInt(hex.slice(1), 16);
  return [all >> 16, (all >> 8) & 255, all & 255];
}

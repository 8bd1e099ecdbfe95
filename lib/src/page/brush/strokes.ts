import { lineMask } from '../../data';
import { page, type PageCanvas } from '../element';
import type { Place } from '../pen';

/** What a stroke asks of the pixels under it; `free` takes back what was asked. */
export type Ink = 'white' | 'black' | 'free';

const SIDE = 28;
const VALUES = { white: 1, black: -1 } as const;
/** How wanted pixels look over the image: red, green, blue. */
const COLOURS = { white: [51, 187, 238], black: [238, 119, 51] } as const;

/** The pixels that a reader wants white or black. */
export class Strokes {
  /** Row by row: 1 where a pixel is wanted, and −1 or 1 there. */
  readonly mask: Float32Array = new Float32Array(SIDE * SIDE);
  readonly wanted: Float32Array = new Float32Array(SIDE * SIDE);

  add(from: Place, to: Place, width: number, ink: Ink): void {
    lineMask(from, to, width, SIDE).forEach((covered, i) => {
      if (covered === 0) return;
      this.mask[i] = ink === 'free' ? 0 : 1;
      this.wanted[i] = ink === 'free' ? 0 : VALUES[ink];
    });
  }

  clear(): void {
    this.mask.fill(0);
    this.wanted.fill(0);
  }

  get isEmpty(): boolean {
    return !this.mask.some(Boolean);
  }

  /** Draws them on a canvas of 28 × 28 that lies over the image. */
  show(canvas: PageCanvas): void {
    const pixels = new Uint8ClampedArray(4 * SIDE * SIDE);
    this.mask.forEach((covered, i) => {
      if (covered === 0) return;
      pixels.set([...(this.wanted[i]! > 0 ? COLOURS.white : COLOURS.black), 150], 4 * i);
    });
    canvas.getContext('2d').putImageData(new page.ImageData(pixels, SIDE, SIDE), 0, 0);
  }
}

/** Paints a stroke on the pixels of an image in [−1, 1] themselves. */
export function paintPixels(image: Float32Array, from: Place, to: Place, width: number, ink: Ink): void {
  lineMask(from, to, width, SIDE).forEach((covered, i) => {
    if (covered > 0) image[i] = ink === 'white' ? 1 : -1;
  });
}

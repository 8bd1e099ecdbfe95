/** What films of a digit are made of. */
import type { RandomStream } from '../random';
import type { ImageSet } from './mnist';

/**
 * What stands still behind a digit: a grey gradient in a random direction, nothing, or a random image of a set at 45 % of
 * its brightness.
 */
export type Background = 'gradient' | 'black' | ImageSet;

/** A film's side and pixels a frame. */
export const SIDE = 28;
export const SIZE = SIDE * SIDE;
/** Side of the digit that moves, half of MNIST's. */
const SMALL = 14;
/** How far its upper left pixel can go, both ways. */
export const ROOM = SIDE - SMALL;

/** A random image at half its size, `14 × 14` in [−1, 1], and its label. */
export function drawDigit(images: ImageSet, random: RandomStream): { digit: Float32Array; label: number } {
  const i = random.integer(images.count);
  return { digit: halved(images.pixels.subarray(i * SIZE, (i + 1) * SIZE)), label: images.labels[i]! };
}

/** Means of 2 × 2 pixels, in [−1, 1]. */
function halved(pixels: Uint8Array): Float32Array {
  const small = new Float32Array(SMALL * SMALL);
  for (let k = 0; k < small.length; k++) {
    const at = 2 * Math.floor(k / SMALL) * SIDE + 2 * (k % SMALL);
    const sum = pixels[at]! + pixels[at + 1]! + pixels[at + SIDE]! + pixels[at + SIDE + 1]!;
    small[k] = sum / 4 / 127.5 - 1;
  }
  return small;
}

/** `28 × 28` in [−1, 1]. */
export function drawBackground(background: Background, random: RandomStream): Float32Array {
  const still = new Float32Array(SIZE).fill(-1);
  if (background === 'gradient') {
    const angle = 2 * Math.PI * random.uniform();
    const [across, down] = [Math.cos(angle), Math.sin(angle)];
    const centred = (place: number) => (2 * place) / (SIDE - 1) - 1;
    for (let k = 0; k < SIZE; k++) {
      const along = across * centred(k % SIDE) + down * centred(Math.floor(k / SIDE));
      still[k] = -0.9 + 0.3 * (1 + along);
    }
  } else if (background !== 'black') {
    const from = random.integer(background.count) * SIZE;
    for (let k = 0; k < SIZE; k++) still[k]! += (0.45 * background.pixels[from + k]!) / 127.5;
  }
  return still;
}

/** Shows nothing but the background in each of a film's frames. */
export function clear(film: Float32Array, frames: number, background: Float32Array): void {
  for (let k = 0; k < SIZE; k++) film.fill(background[k]!, k * frames, (k + 1) * frames);
}

/** Shows the digit in frame `t` where it is brighter than what is there, its upper left pixel at `row` and `column`. */
export function show(
  film: Float32Array,
  [t, frames]: readonly [t: number, frames: number],
  digit: Float32Array,
  [row, column]: readonly [row: number, column: number],
): void {
  for (let k = 0; k < digit.length; k++) {
    const at = ((row + Math.floor(k / SMALL)) * SIDE + column + (k % SMALL)) * frames + t;
    if (digit[k]! > film[at]!) film[at] = digit[k]!;
  }
}

/** @throws RangeError naming `who` if the images have another shape, or a number is not whole and positive */
export function checkFilms(
  who: string,
  sets: readonly (Background | undefined)[],
  numbers: Readonly<Record<string, number>>,
): void {
  for (const set of sets) {
    if (typeof set === 'object' && set.shape.join() !== `${SIDE},${SIDE},1`) {
      throw new RangeError(
        `${who}: images of 28 × 28 × 1 are allowed, got ${set.shape.join(' × ')} of ${set.name}`,
      );
    }
  }
  for (const [name, value] of Object.entries(numbers)) {
    if (!Number.isInteger(value) || value < 1) {
      throw new RangeError(`${who}: ${name} of at least 1 is allowed, got ${value}`);
    }
  }
}

import type { RandomStream } from '../random';
import type { ImageSet } from './mnist';

export interface MovingDigitsOptions {
  readonly count: number;
  /** Frames a film, T. */
  readonly frames?: number;
  /**
   * What stands still behind the digit: a grey gradient in a random direction, nothing, or a random image of a set at
   * 45 % of its brightness.
   */
  readonly background?: 'gradient' | 'black' | ImageSet;
}

/** Films and the truth about them, numbers row by row. */
export interface MovingDigits {
  /** `[count, 28, 28, T]` in [−1, 1]: the frames are the channels. */
  readonly films: Float32Array;
  /** `[count, 28, 28, 1]` in [−1, 1]: each film without its digit. */
  readonly backgrounds: Float32Array;
  /** `[count]`: which digit moves. */
  readonly labels: Int32Array;
  /** `[count, T, 2]`: row and column of the upper left pixel of the digit's 14 × 14. */
  readonly places: Int32Array;
  /** `[count, 2]`: rows and columns a frame at the start; a bounce turns one of them round. */
  readonly velocities: Float32Array;
}

const SIDE = 28;
const SIZE = SIDE * SIDE;
/** Side of the digit that moves, half of MNIST's. */
const SMALL = 14;
/** How far it can go, both ways. */
const ROOM = SIDE - SMALL;

/**
 * Films of a digit that moves in front of something that does not, after moving MNIST (Srivastava et al. 2015, arXiv
 * 1502.04681): half its size, from a random place, 1 to 2 pixels a frame in a random direction; it bounces off the
 * borders. Each pixel shows the brighter of digit and background.
 *
 * @param images digits of 28 × 28
 *
 * @example
 * const draw = (random) => { const { films } = data.movingDigits(mnist.train, random, { count: 64 }); return { x: films }; };
 * data.functionBatches({ batchSize: 64, shapes: { x: [28, 28, 8] }, random: stream(1, 'films'), draw });
 */
export function movingDigits(
  images: ImageSet,
  random: RandomStream,
  { count, frames = 8, background = 'gradient' }: MovingDigitsOptions,
): MovingDigits {
  checkImages(images);
  if (typeof background === 'object') checkImages(background);
  for (const [name, value] of Object.entries({ count, frames })) {
    if (!Number.isInteger(value) || value < 1) {
      throw new RangeError(`data.movingDigits: ${name} of at least 1 is allowed, got ${value}`);
    }
  }
  const drawn: MovingDigits = {
    films: new Float32Array(count * SIZE * frames),
    backgrounds: new Float32Array(count * SIZE),
    labels: new Int32Array(count),
    places: new Int32Array(count * frames * 2),
    velocities: new Float32Array(count * 2),
  };
  for (let i = 0; i < count; i++) {
    const image = random.integer(images.count);
    const digit = halved(images.pixels.subarray(image * SIZE, (image + 1) * SIZE));
    const [speed, angle] = [1 + random.uniform(), 2 * Math.PI * random.uniform()];
    const velocity = [speed * Math.sin(angle), speed * Math.cos(angle)] as const;
    const start = [ROOM * random.uniform(), ROOM * random.uniform()] as const;
    const still = backdrop(background, random);
    const film = drawn.films.subarray(i * SIZE * frames, (i + 1) * SIZE * frames);
    for (let k = 0; k < SIZE; k++) film.fill(still[k]!, k * frames, (k + 1) * frames);
    for (let t = 0; t < frames; t++) {
      const row = Math.round(reflected(start[0] + t * velocity[0]));
      const column = Math.round(reflected(start[1] + t * velocity[1]));
      drawn.places.set([row, column], (i * frames + t) * 2);
      for (let k = 0; k < digit.length; k++) {
        const at = ((row + Math.floor(k / SMALL)) * SIDE + column + (k % SMALL)) * frames + t;
        if (digit[k]! > film[at]!) film[at] = digit[k]!;
      }
    }
    drawn.backgrounds.set(still, i * SIZE);
    drawn.labels[i] = images.labels[image]!;
    drawn.velocities.set(velocity, 2 * i);
  }
  return drawn;
}

/** Where something is that goes to and fro between 0 and `ROOM`, had it gone on straight to `place`. */
function reflected(place: number): number {
  const within = ((place % (2 * ROOM)) + 2 * ROOM) % (2 * ROOM);
  return within <= ROOM ? within : 2 * ROOM - within;
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

/** What stands behind a digit, 28 × 28 in [−1, 1]. */
function backdrop(background: 'gradient' | 'black' | ImageSet, random: RandomStream): Float32Array {
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

function checkImages({ name, shape }: ImageSet): void {
  if (shape.join() !== `${SIDE},${SIDE},1`) {
    throw new RangeError(
      `data.movingDigits: images of 28 × 28 × 1 are allowed, got ${shape.join(' × ')} of ${name}`,
    );
  }
}

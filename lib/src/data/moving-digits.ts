import type { RandomStream } from '../random';
import {
  checkFilms,
  clear,
  drawBackground,
  drawDigit,
  ROOM,
  show,
  SIZE,
  type Background,
} from './digit-films';
import type { ImageSet } from './mnist';

export interface MovingDigitsOptions {
  readonly count: number;
  /** Frames a film, T. */
  readonly frames?: number;
  readonly background?: Background;
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
  checkFilms('data.movingDigits', [images, background], { count, frames });
  const drawn: MovingDigits = {
    films: new Float32Array(count * SIZE * frames),
    backgrounds: new Float32Array(count * SIZE),
    labels: new Int32Array(count),
    places: new Int32Array(count * frames * 2),
    velocities: new Float32Array(count * 2),
  };
  for (let i = 0; i < count; i++) {
    const { digit, label } = drawDigit(images, random);
    const [speed, angle] = [1 + random.uniform(), 2 * Math.PI * random.uniform()];
    const velocity = [speed * Math.sin(angle), speed * Math.cos(angle)] as const;
    const start = [ROOM * random.uniform(), ROOM * random.uniform()] as const;
    const still = drawBackground(background, random);
    const film = drawn.films.subarray(i * SIZE * frames, (i + 1) * SIZE * frames);
    clear(film, frames, still);
    for (let t = 0; t < frames; t++) {
      const row = Math.round(reflected(start[0] + t * velocity[0]));
      const column = Math.round(reflected(start[1] + t * velocity[1]));
      drawn.places.set([row, column], (i * frames + t) * 2);
      show(film, [t, frames], digit, [row, column]);
    }
    drawn.backgrounds.set(still, i * SIZE);
    drawn.labels[i] = label;
    drawn.velocities.set(velocity, 2 * i);
  }
  return drawn;
}

/** Where something is that goes to and fro between 0 and `ROOM`, had it gone on straight to `place`. */
function reflected(place: number): number {
  const within = ((place % (2 * ROOM)) + 2 * ROOM) % (2 * ROOM);
  return within <= ROOM ? within : 2 * ROOM - within;
}

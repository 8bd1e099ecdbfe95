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

export interface TwoFuturesOptions {
  readonly count: number;
  /** How probable it is that the digit jumps up; ½ by default. */
  readonly up?: number;
  readonly background?: Background;
}

/** Films whose last frame nothing before it tells, numbers row by row in [−1, 1]. */
export interface TwoFutures {
  /** `[count, 28, 28, 4]`: the frames before. */
  readonly past: Float32Array;
  /** `[count, 28, 28, 1]`: the frame that comes. */
  readonly next: Float32Array;
  /** Both frames that could come, each `[count, 28, 28, 1]`: the digit up, and down. */
  readonly futures: readonly [up: Float32Array, down: Float32Array];
  /** `[count, 28, 28, 1]`: what stands behind the digit. */
  readonly backgrounds: Float32Array;
  /** `[count]`: 1 if the digit jumps up, 0 if down. */
  readonly jumpsUp: Int32Array;
  /** `[count]`: which digit it is. */
  readonly labels: Int32Array;
}

/** Frames before the jump. */
const PAST = 4;
/** Pixels, up or down. */
const JUMP = 5;

/**
 * Films of a digit of half size that goes straight to one side for four frames, 1 to 2 pixels a frame, and in the fifth jumps
 * up or down by 5 pixels at random. Least squares predicts the mean of both, two faint digits.
 *
 * @param images digits of 28 × 28
 * @throws RangeError if the images are others, or a number is out of range
 */
export function twoFutures(
  images: ImageSet,
  random: RandomStream,
  { count, up = 0.5, background = 'gradient' }: TwoFuturesOptions,
): TwoFutures {
  checkFilms('data.twoFutures', [images, background], { count });
  if (!(up >= 0 && up <= 1)) throw new RangeError(`data.twoFutures: up from 0 to 1 is allowed, got ${up}`);
  const frame = () => new Float32Array(count * SIZE);
  const drawn: TwoFutures = {
    past: new Float32Array(count * SIZE * PAST),
    next: frame(),
    futures: [frame(), frame()],
    backgrounds: frame(),
    jumpsUp: new Int32Array(count),
    labels: new Int32Array(count),
  };
  for (let i = 0; i < count; i++) {
    const { digit, label } = drawDigit(images, random);
    const speed = 1 + random.uniform();
    const begin = (ROOM - PAST * speed) * random.uniform();
    const leftward = random.uniform() < 0.5;
    const column = (t: number) => Math.round(leftward ? ROOM - begin - t * speed : begin + t * speed);
    const row = JUMP + random.integer(ROOM - 2 * JUMP + 1);
    const still = drawBackground(background, random);
    const past = drawn.past.subarray(i * SIZE * PAST, (i + 1) * SIZE * PAST);
    clear(past, PAST, still);
    for (let t = 0; t < PAST; t++) show(past, [t, PAST], digit, [row, column(t)]);
    const [above, below] = drawn.futures.map((all, k) => {
      const future = all.subarray(i * SIZE, (i + 1) * SIZE);
      future.set(still);
      show(future, [0, 1], digit, [row + (k === 0 ? -JUMP : JUMP), column(PAST)]);
      return future;
    });
    const jumpsUp = random.uniform() < up;
    drawn.next.set((jumpsUp ? above : below)!, i * SIZE);
    drawn.backgrounds.set(still, i * SIZE);
    drawn.jumpsUp[i] = jumpsUp ? 1 : 0;
    drawn.labels[i] = label;
  }
  return drawn;
}

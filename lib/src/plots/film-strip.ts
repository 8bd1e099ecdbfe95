import type { Picture } from './chart';
import { imageGrid } from './image-grid';
import { toPixels, type Images, type Pixels } from './images';
import { evenlySpaced } from './series';

/** Samples of the same noise at one moment of training. */
export interface Frame {
  /** Steps trained so far. */
  readonly step: number;
  readonly images: Images;
}

export interface FilmStripOptions {
  /** Samples shown: the first so many, a row each. */
  readonly samples?: number;
  /** Moments shown: the first, the last, and evenly spaced ones between; a column each. */
  readonly moments?: number;
  readonly title?: string;
  readonly range?: readonly [number, number];
}

/**
 * The same noise through training: a row for each sample, a column for each moment.
 *
 * @param frames in the order of training; images `[count, height, width, 1 or 3]` in [−1, 1], all of one shape.
 * @throws RangeError in one line if there are no frames, or they differ in shape.
 *
 * @example
 * filmStrip([{ step: 0, images: first }, { step: 500, images: second }], { samples: 6 });
 */
export function filmStrip(
  frames: readonly Frame[],
  { samples = 8, moments = 11, title, range }: FilmStripOptions = {},
): Picture {
  const shown = evenlySpaced(frames.length, moments).map((i) => frames[i]!);
  const pixels = decodeFrames(shown, 'filmStrip', range);
  const count = Math.min(samples, pixels[0]!.count);
  const { height, width } = pixels[0]!;
  const size = height * width * 4;
  const values = new Uint8Array(count * shown.length * size);
  for (let sample = 0; sample < count; sample++) {
    pixels.forEach(({ rgba }, moment) => {
      const from = rgba.subarray(sample * size, (sample + 1) * size);
      values.set(from, (sample * shown.length + moment) * size);
    });
  }
  return imageGrid(
    { pixels: values, shape: [height, width, 4] },
    {
      columns: shown.length,
      columnLabels: shown.map(({ step }) => step.toLocaleString('en-GB')),
      title: title ?? 'The same noise, by step',
    },
  );
}

/**
 * The images of all frames.
 *
 * @throws RangeError if there are none, or a frame differs in shape from the first.
 */
export function decodeFrames(
  frames: readonly Frame[],
  where: string,
  range?: readonly [number, number],
): readonly Pixels[] {
  if (frames.length === 0) throw new RangeError(`${where}: there are no frames; record some while training`);
  const pixels = frames.map(({ step, images }) => toPixels(images, `${where}, step ${step}`, range));
  const [first] = pixels;
  pixels.forEach(({ count, height, width }, i) => {
    if (count !== first!.count || height !== first!.height || width !== first!.width) {
      throw new RangeError(
        `${where}: frames must be of one shape, but step ${frames[i]!.step} has ${count} images of ` +
          `${height}×${width} and step ${frames[0]!.step} has ${first!.count} of ${first!.height}×${first!.width}`,
      );
    }
  });
  return pixels;
}

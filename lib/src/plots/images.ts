/** Batches of images, from whatever holds them, as pixels to draw. */
import { PNG } from 'pngjs';
import { notANumber } from './theme';

/** A tensor, as far as drawing needs it. */
export interface TensorLike {
  readonly shape: readonly number[];
  dataSync(): ArrayLike<number>;
}

/** Numbers in an array, and the shape they have. */
export interface ArrayImages {
  readonly values: ArrayLike<number>;
  readonly shape: readonly number[];
}

/** Stored images, a byte a pixel: what `data.loadMnist` gives. */
export interface StoredImages {
  readonly pixels: Uint8Array;
  /** Height, width and channels of one of them. */
  readonly shape: readonly number[];
}

/**
 * Images `[count, height, width, channels]` with 1 (grey), 3 (red, green, blue) or 4 (and opacity) channels;
 * `[count, height, width]` and `[height, width, channels]` (one image) will do. Tensors and arrays hold values of
 * `range`, stored images bytes.
 */
export type Images = TensorLike | ArrayImages | StoredImages;

/** Decoded: `rgba` holds count × height × width × 4 bytes. */
export interface Pixels {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly rgba: Uint8Array;
  /** How many values were not numbers; their pixels are pink. */
  readonly notNumbers: number;
}

/**
 * The images as pixels. Values outside `range` are clipped to it; a pixel that is not a number becomes pink.
 *
 * @param range what is black and what is white; by default −1 and 1.
 * @throws RangeError if the shape is none of images, or does not fit the number of values.
 */
export function toPixels(images: Images, where: string, range: readonly [number, number] = [-1, 1]): Pixels {
  const stored = 'pixels' in images;
  const values = stored ? images.pixels : 'values' in images ? images.values : images.dataSync();
  const [low, high] = stored ? [0, 255] : range;
  if (!(low < high))
    throw new RangeError(`${where}: range must go from low to high, not from ${low} to ${high}`);
  const { count, height, width, channels } = dimensions(images.shape, stored, values.length, where);
  const scale = 255 / (high - low);
  const byte = (value: number): number => Math.max(0, Math.min(255, Math.round((value - low) * scale)));
  const rgba = new Uint8Array(count * height * width * 4).fill(255);
  let notNumbers = 0;
  for (let pixel = 0; pixel < count * height * width; pixel++) {
    const of = (channel: number): number => values[pixel * channels + channel]!;
    for (let channel = 0; channel < Math.max(3, channels); channel++) {
      rgba[pixel * 4 + channel] = byte(of(channels === 1 ? 0 : channel));
    }
    if (Number.isNaN(of(0)) || Number.isNaN(of(channels - 1))) {
      rgba.set(notANumber, pixel * 4);
      notNumbers++;
    }
  }
  return { count, height, width, rgba, notNumbers };
}

/** Grey; colours; colours and opacity. */
const CHANNELS: readonly number[] = [1, 3, 4];

interface Dimensions {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

function dimensions(shape: readonly number[], stored: boolean, length: number, where: string): Dimensions {
  const full = fullShape(shape, stored, length);
  const [count = 0, height = 0, width = 0, channels = 0] = full;
  const images = full.length === 4 && CHANNELS.includes(channels) && height > 0 && width > 0;
  if (!images || !Number.isInteger(count)) {
    throw new RangeError(
      `${where}: images have the shape [count, height, width, 1, 3 or 4], not [${shape.join(', ')}]`,
    );
  }
  if (count === 0) throw new RangeError(`${where}: there are no images, only a batch of 0`);
  if (count * height * width * channels !== length) {
    throw new RangeError(`${where}: the shape [${shape.join(', ')}] does not fit ${length} values`);
  }
  return { count, height, width, channels };
}

function fullShape(shape: readonly number[], stored: boolean, length: number): readonly number[] {
  if (stored) return [length / shape.reduce((product, n) => product * n, 1), ...shape];
  if (shape.length !== 3) return shape;
  return CHANNELS.includes(shape[2]!) ? [1, ...shape] : [...shape, 1];
}

/** Images side by side in one. */
export interface Mosaic {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

/** The images row by row, `columns` in a row, `gap` transparent pixels between them. */
export function mosaic({ count, height, width, rgba }: Pixels, columns: number, gap: number): Mosaic {
  const rows = Math.ceil(count / columns);
  const fullWidth = columns * (width + gap) - gap;
  const fullHeight = rows * (height + gap) - gap;
  const full = new Uint8Array(fullWidth * fullHeight * 4);
  for (let image = 0; image < count; image++) {
    const left = (image % columns) * (width + gap);
    const top = Math.floor(image / columns) * (height + gap);
    for (let y = 0; y < height; y++) {
      const from = (image * height + y) * width * 4;
      full.set(rgba.subarray(from, from + width * 4), ((top + y) * fullWidth + left) * 4);
    }
  }
  return { width: fullWidth, height: fullHeight, rgba: full };
}

/** As a PNG file. */
export function encodePng({ width, height, rgba }: Mosaic): Buffer {
  const png = new PNG({ width, height });
  png.data.set(rgba);
  return PNG.sync.write(png, { deflateLevel: 4, deflateStrategy: 0, filterType: 0 });
}

/** As an address that holds the picture itself. */
export function dataUri(png: Uint8Array): string {
  return `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
}

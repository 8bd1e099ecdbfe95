/** Picture files as pixels, by sharp (libvips). */
import { readdirSync, statSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

/** How a picture becomes a square of pixels. */
export interface PictureOptions {
  /** Height and width of the result. */
  readonly size: number;
  /** Three channels, red, green and blue; or else one of grey. */
  readonly colour: boolean;
  /** `crop`: the middle square of a picture; `fit`: all of it, with `background` beside it. */
  readonly fit: 'crop' | 'fit';
  /** What stands where a picture is transparent or ends: red, green and blue, 0 to 255. */
  readonly background: readonly [red: number, green: number, blue: number];
}

const EXTENSIONS = new Set(['.png', '.jpg', '.jpeg', '.webp', '.svg']);

/** More pixels than any camera's pictures have: a file that claims more is refused before it fills the memory. */
const MOST_PIXELS = 2 ** 28;

/** Density at which an SVG file has as many pixels as it says. */
const SVG_DENSITY = 72;

/** The picture files below a folder, as paths within it, in the order of their names; hidden ones are left out. */
export function pictureFiles(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => EXTENSIONS.has(extname(entry.name).toLowerCase()) && !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((path) => !path.split(sep).some((part) => part.startsWith('.')))
    .sort();
}

/** What tells whether a file has changed: its length and when it was written. */
export function versionOf(file: string): string {
  const { size, mtimeMs } = statSync(file);
  return `${size} ${mtimeMs}`;
}

/**
 * The pixels of one picture, row by row, a byte a channel. Turned upright as its camera says; of an animation the first frame.
 *
 * @throws Error in one line if the file is no picture that can be read to its end
 */
export async function decodePicture(
  file: string,
  { size, colour, fit, background }: PictureOptions,
): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp'); // here, so that who needs no pictures does not load it
  const [r, g, b] = background;
  const common = { limitInputPixels: MOST_PIXELS, failOn: 'error' } as const;
  const density = extname(file).toLowerCase() === '.svg' ? await svgDensity(file, size) : undefined;
  try {
    const { data, info } = await sharp(file, { ...common, ...(density && { density }) })
      .autoOrient()
      .flatten({ background: { r, g, b } })
      .resize(size, size, { fit: fit === 'crop' ? 'cover' : 'contain', background: { r, g, b } })
      .toColourspace(colour ? 'srgb' : 'b-w')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    const channels = colour ? 3 : 1;
    if (info.channels !== channels) throw new Error(`it has ${info.channels} channels, not ${channels}`);
    return data;
  } catch (error) {
    throw new Error(firstLine(error), { cause: error });
  }
}

/** Dots an inch at which the shorter side of a drawing has at least `size` pixels, so that it is drawn sharp. */
async function svgDensity(file: string, size: number): Promise<number> {
  const { default: sharp } = await import('sharp');
  try {
    const { width, height } = await sharp(file, { limitInputPixels: MOST_PIXELS }).metadata();
    return Math.min(2400, Math.max(SVG_DENSITY, Math.ceil((SVG_DENSITY * size) / Math.min(width, height))));
  } catch {
    return SVG_DENSITY; // what is wrong with it decoding will say
  }
}

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0]!;

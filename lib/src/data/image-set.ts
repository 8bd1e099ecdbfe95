/** Sets of images made out of others. */
import { stream } from '../random';
import type { ImageSet } from './mnist';

/** The label of an image whose class is not told. */
export const UNLABELLED = 255;

/**
 * `count` images from number `from` on, in their order; the bytes are shared, not copied.
 *
 * @throws RangeError if there are not so many
 */
export function take(images: ImageSet, count: number, from = 0): ImageSet {
  const [most, left] = [images.count, images.count - from];
  if (!(Number.isInteger(from) && from >= 0 && from <= most)) {
    throw new RangeError(`data.take: from a whole number from 0 to ${most} is allowed, got ${from}`);
  }
  if (!(Number.isInteger(count) && count >= 0 && count <= left)) {
    throw new RangeError(`data.take: a whole number from 0 to ${left} of images is allowed, got ${count}`);
  }
  const size = sizeOf(images);
  return {
    ...images,
    count,
    pixels: images.pixels.subarray(from * size, (from + count) * size),
    labels: images.labels.subarray(from, from + count),
  };
}

/**
 * Two sets of half of the images each, drawn at random: one to train on, and one that stays unseen. Of an odd number one image
 * is in neither.
 *
 * @param seed which halves
 */
export function halves(images: ImageSet, seed: number): [ImageSet, ImageSet] {
  const order = stream(seed, 'halves').permutation(images.count);
  const count = Math.floor(images.count / 2);
  const half = (from: number, which: string) => ({
    ...chosen(images, Array.from(order.subarray(from, from + count))),
    name: `${images.name}, ${which} half`,
  });
  return [half(0, 'first'), half(count, 'second')];
}

/**
 * The images of some classes, in their order; labels stay as they are.
 *
 * @throws RangeError naming the label if the set has no image of it
 *
 * @example const shoes = data.only(data.loadFashionMnist().train, [5, 7, 9]);
 */
export function only(images: ImageSet, labels: readonly number[]): ImageSet {
  const absent = labels.length === 0 ? 'none' : labels.find((label) => !images.labels.includes(label));
  if (absent !== undefined) {
    const present = [...new Set(images.labels)].sort((a, b) => a - b);
    throw new RangeError(
      `data.only: labels of ${images.name}, ${present.join(', ')}, are allowed, got ${absent}`,
    );
  }
  const wanted = new Set(labels);
  const kept = Array.from(images.labels.keys()).filter((i) => wanted.has(images.labels[i]!));
  return { ...chosen(images, kept), name: `${images.name}, only ${labels.join(', ')}` };
}

/** The images of these numbers, copied, in this order. */
function chosen(images: ImageSet, numbers: readonly number[]): ImageSet {
  const size = sizeOf(images);
  const pixels = new Uint8Array(numbers.length * size);
  numbers.forEach((from, i) => pixels.set(images.pixels.subarray(from * size, (from + 1) * size), i * size));
  const labels = Uint8Array.from(numbers, (i) => images.labels[i]!);
  return { ...images, count: numbers.length, pixels, labels };
}

/**
 * The same images, of which only `count` keep their label: the first of a random order, so that more labels include
 * fewer of the same seed. The others get `UNLABELLED`, of which `oneHot` makes zeros.
 *
 * @throws RangeError if there are not so many images
 */
export function labelled(images: ImageSet, count: number, seed: number): ImageSet {
  if (!Number.isInteger(count) || count < 0 || count > images.count) {
    throw new RangeError(`data.labelled: a whole number from 0 to ${images.count} is allowed, got ${count}`);
  }
  const labels = new Uint8Array(images.count).fill(UNLABELLED);
  for (const i of stream(seed, 'labelled').permutation(images.count).subarray(0, count)) {
    labels[i] = images.labels[i]!;
  }
  return { ...images, name: `${images.name}, ${count} labels`, labels };
}

const sizeOf = ({ pixels, count }: ImageSet): number => (count > 0 ? pixels.length / count : 0);

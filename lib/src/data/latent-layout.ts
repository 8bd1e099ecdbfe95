/**
 * Where noise and codes stand in the input of a generator: `[noise | one-hot categories … | continuous codes]` (Chen et
 * al. 2016, section 7 and appendix C.1). The one place that knows; plain arrays, so that a page can use it too.
 */

/** The latent code c of InfoGAN: what shares the generator's input with the noise z, and what Q must find again. */
export interface Codes {
  /** Categories of each categorical code, drawn uniformly: `[10]` for MNIST in the paper. */
  readonly categorical: readonly number[];
  /** How many continuous codes, each Unif(−1, 1). */
  readonly continuous: number;
}

/** One block of columns. */
export interface LatentPart {
  /** `noise`, `categorical1`, `categorical2` …, `continuous`. */
  readonly name: string;
  /** First column. */
  readonly from: number;
  /** Number of columns. */
  readonly size: number;
}

export interface LatentLayout {
  /** Numbers a sample. */
  readonly size: number;
  /** The blocks from left to right; those of no width are left out. */
  readonly parts: readonly LatentPart[];
}

/** What a generator's input is composed of, sample by sample. */
export interface LatentParts {
  readonly count: number;
  /** `count × noise` numbers. */
  readonly noise: ArrayLike<number>;
  /** For each categorical code, the category of each sample. */
  readonly categories: readonly ArrayLike<number>[];
  /** `count × codes.continuous` numbers. */
  readonly continuous: ArrayLike<number>;
}

/** The blocks that noise and codes take. */
export function latentLayout(noise: number, codes: Codes): LatentLayout {
  const sizes: (readonly [string, number])[] = [
    ['noise', noise],
    ...codes.categorical.map((k, i) => [`categorical${i + 1}`, k] as const),
    ['continuous', codes.continuous],
  ];
  let size = 0;
  const parts = sizes.map(([name, width]) => ({ name, from: (size += width) - width, size: width }));
  return { size, parts: parts.filter((part) => part.size > 0) };
}

/**
 * `count × size` numbers, row by row. Continuous codes may leave the range that they are drawn from.
 *
 * @throws RangeError if a category is none of its code
 */
export function composeLatents(noise: number, codes: Codes, parts: LatentParts): Float32Array {
  const { size, parts: blocks } = latentLayout(noise, codes);
  const values = new Float32Array(parts.count * size);
  const copy = (from: ArrayLike<number>, width: number, row: number, at: number): void => {
    for (let k = 0; k < width; k++) values[row * size + at + k] = from[row * width + k]!;
  };
  for (let row = 0; row < parts.count; row++) {
    for (const { name, from, size: width } of blocks) {
      if (name === 'noise') copy(parts.noise, width, row, from);
      else if (name === 'continuous') copy(parts.continuous, width, row, from);
      else {
        const code = Number(name.slice('categorical'.length));
        const category = parts.categories[code - 1]![row]!;
        if (!Number.isInteger(category) || category < 0 || category >= width) {
          throw new RangeError(
            `categorical code ${code} of sample ${row}: a whole number from 0 to ${width - 1} is allowed, got ${category}`,
          );
        }
        values[row * size + from + category] = 1;
      }
    }
  }
  return values;
}

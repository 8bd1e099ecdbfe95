/** It is done once no pixel moves by more in a round. */
const SETTLED = 1e-4;
/** Over-relaxation: how much farther than to its neighbours' demand a pixel goes, which takes fewer rounds. */
const RELAXATION = 1.8;
const ROUNDS = 5000;

/**
 * Poisson blending (Pérez et al. 2003; Yeh et al. 2017, arXiv 1607.07539, section 3.3): in the hole the image with the *differences*
 * of the source between neighbours, that joins the target at the border: x = argmin Σ ((x_i − x_j) − (s_i − s_j))², x = y
 * where known. Each pixel in turn takes the value that its neighbours ask for (Gauss and Seidel). A neighbour is a pixel beside, above
 * or below, within the image: the end of a row is none of the beginning of the next.
 *
 * @param target y, row by row; counts where the mask is 1
 * @param source s, of the same size: G(z)
 * @param mask 1 known and 0 hidden
 * @param width pixels in a row
 * @param range what no pixel falls below afterwards, and what none rises above; default −1 and 1
 * @returns as many numbers; the source itself where a hole has no border
 * @throws RangeError if the sizes differ, or there are no whole rows
 */
export function poissonBlend(
  target: ArrayLike<number>,
  source: ArrayLike<number>,
  mask: ArrayLike<number>,
  width: number,
  range: readonly [low: number, high: number] = [-1, 1],
): Float32Array {
  const [low, high] = range;
  const size = mask.length;
  if (target.length !== size || source.length !== size || !Number.isInteger(size / width)) {
    throw new RangeError(
      `data.poissonBlend: target, source and mask of one size in whole rows are allowed, got ${target.length}, ` +
        `${source.length} and ${size} numbers, ${width} a row`,
    );
  }
  const x = Float32Array.from({ length: size }, (_, i) => (mask[i] ? target[i]! : source[i]!));
  const hole = [...x.keys()].filter((i) => !mask[i]);
  const neighbours = new Map(hole.map((i) => [i, neighboursOf(i, width, size)]));
  for (let round = 0, moved = Infinity; moved > SETTLED && round < ROUNDS; round++) {
    moved = 0;
    for (const i of hole) {
      const near = neighbours.get(i)!;
      let wanted = 0;
      for (const j of near) wanted += x[j]! + source[i]! - source[j]!;
      const change = RELAXATION * (wanted / near.length - x[i]!);
      x[i]! += change;
      moved = Math.max(moved, Math.abs(change));
    }
  }
  return x.map((value) => Math.min(high, Math.max(low, value)));
}

function neighboursOf(i: number, width: number, size: number): number[] {
  const column = i % width;
  return [
    ...(column > 0 ? [i - 1] : []),
    ...(column < width - 1 ? [i + 1] : []),
    ...(i >= width ? [i - width] : []),
    ...(i + width < size ? [i + width] : []),
  ];
}

/**
 * How much each known pixel says about the hole: the share of hidden pixels among its neighbours, W_i = Σ (1 − M_j) / |N(i)| over
 * the window N(i) around it; 0 for hidden pixels, and for those that have no hidden one near (Yeh et al. 2017, arXiv
 * 1607.07539, equation 3). Of the window, what lies outside the image does not count.
 *
 * @param mask `height × width` numbers, row by row, 1 known and 0 hidden
 * @param width pixels in a row
 * @param window pixels of a side of the window; odd
 * @returns as many numbers, from 0 to less than 1
 * @throws RangeError if the window has no middle, or the mask no whole rows
 */
export function contextWeights(mask: Float32Array, width: number, window: number): Float32Array {
  const height = mask.length / width;
  if (!Number.isInteger(height) || !Number.isInteger(window) || window % 2 !== 1 || window < 1) {
    throw new RangeError(
      `data.contextWeights: whole rows and an odd window are allowed, got ${mask.length} numbers, ${width} a row, window ${window}`,
    );
  }
  const reach = (window - 1) / 2;
  const around = (place: number, side: number): number[] => {
    const [first, last] = [Math.max(0, place - reach), Math.min(side - 1, place + reach)];
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  };
  return mask.map((known, i) => {
    if (known === 0) return 0;
    const [rows, columns] = [around(Math.floor(i / width), height), around(i % width, width)];
    const hidden = rows.flatMap((row) => columns.filter((column) => mask[row * width + column] === 0));
    return hidden.length / (rows.length * columns.length);
  });
}

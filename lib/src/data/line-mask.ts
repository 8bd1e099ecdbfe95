/** A place in an image as parts of its width and height, [0, 0] at the top left. */
export type ImagePlace = readonly [x: number, y: number];

/**
 * The pixels of a square image that a brush covers on its way along a line: those whose centres are no farther from it than half
 * the brush's width, and than half a pixel's diagonal, so that the thinnest brush leaves no gap.
 *
 * @param width of the brush, in pixels
 * @param side of the image, in pixels
 * @returns `side × side` numbers, row by row, 1 under the brush and 0 elsewhere
 */
export function lineMask(from: ImagePlace, to: ImagePlace, width: number, side = 28): Float32Array {
  const reach = Math.max(width / 2, Math.SQRT1_2);
  const [x0, y0, x1, y1] = [...from, ...to].map((part) => part * side) as [number, number, number, number];
  const [dx, dy] = [x1 - x0, y1 - y0];
  const squared = dx * dx + dy * dy;
  return Float32Array.from({ length: side * side }, (_, i) => {
    const [x, y] = [(i % side) + 0.5, Math.floor(i / side) + 0.5];
    const along = squared === 0 ? 0 : ((x - x0) * dx + (y - y0) * dy) / squared;
    const part = Math.min(1, Math.max(0, along));
    return Math.hypot(x - x0 - part * dx, y - y0 - part * dy) <= reach ? 1 : 0;
  });
}

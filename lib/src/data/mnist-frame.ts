/** Width and height of MNIST's images, and of the box that the ink of each fills. */
const SIDE = 28;
const BOX = 20;
/** Where the centre of mass goes. MNIST's lie between 14 and 15, because its makers moved by whole pixels. */
const CENTRE = 14.5;
/** A pixel is the mean of a square a little larger than itself, which blurs as MNIST's own reduction did. */
const SPREAD = 1.4;
/** Places in a row of that square. */
const PLACES = 7;
/** What is fainter is no ink. */
const INK = 0.1;

/**
 * A drawing as the makers of MNIST framed theirs (LeCun et al. 1998, "Gradient-based learning applied to document
 * recognition", section III.A): the ink's box is scaled to 20 × 20, its proportions kept, and its centre of mass is put at the
 * middle of 28 × 28. A network that was trained on MNIST has seen nothing else.
 *
 * @param ink row by row, 0 (paper) to 1 (ink)
 * @param width numbers in a row
 * @returns 28 · 28 numbers in [−1, 1]; −1 alone if there is no ink
 * @throws RangeError if the numbers make no whole rows
 */
export function mnistFrame(ink: ArrayLike<number>, width: number): Float32Array {
  const height = ink.length / width;
  if (!Number.isInteger(width) || width < 1 || !Number.isInteger(height)) {
    throw new RangeError(`data.mnistFrame: whole rows of ${width} are expected, got ${ink.length} numbers`);
  }
  const framed = new Float32Array(SIDE * SIDE).fill(-1);
  const found = measure(ink, width);
  if (!found) return framed;
  const { box, x, y } = found;
  const scale = box / BOX;
  const at = (column: number, row: number): number =>
    column < 0 || row < 0 || column >= width || row >= height ? 0 : ink[row * width + column]!;
  const places = Array.from({ length: PLACES }, (_, i) => ((i + 0.5) / PLACES - 0.5) * SPREAD);
  for (let pixel = 0; pixel < framed.length; pixel++) {
    const [column, row] = [(pixel % SIDE) + 0.5 - CENTRE, Math.floor(pixel / SIDE) + 0.5 - CENTRE];
    let sum = 0;
    for (const down of places) {
      for (const right of places) {
        sum += at(Math.floor(x + (column + right) * scale), Math.floor(y + (row + down) * scale));
      }
    }
    framed[pixel] = (2 * sum) / PLACES ** 2 - 1;
  }
  return framed;
}

/** The longer side of the ink's box, and its centre of mass. */
function measure(ink: ArrayLike<number>, width: number) {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  let [mass, x, y] = [0, 0, 0];
  for (let i = 0; i < ink.length; i++) {
    const value = ink[i]!;
    if (value < INK) continue;
    const [column, row] = [i % width, Math.floor(i / width)];
    [left, right] = [Math.min(left, column), Math.max(right, column + 1)];
    [top, bottom] = [Math.min(top, row), Math.max(bottom, row + 1)];
    mass += value;
    x += value * (column + 0.5);
    y += value * (row + 0.5);
  }
  return mass === 0 ? undefined : { box: Math.max(right - left, bottom - top), x: x / mass, y: y / mass };
}

/**
 * Latents on the way from one to another along a great circle, on which draws of a normal prior lie; a straight line
 * would pass through points far more central than any draw (White 2016, arXiv 1609.04468).
 *
 * @param from a latent.
 * @param to another of the same size.
 * @param count how many, both ends among them.
 * @returns `[count, size]` numbers, row by row.
 * @throws RangeError if the latents differ in size or `count` is below 2.
 *
 * @example
 * const way = interpolate(z.slice(0, 64), z.slice(64, 128), 10);
 * show(imageGrid(generator.apply(tf.tensor2d(way, [10, 64])), { columns: 10 }));
 */
export function interpolate(from: ArrayLike<number>, to: ArrayLike<number>, count: number): Float32Array {
  const size = from.length;
  if (to.length !== size || size === 0) {
    throw new RangeError(`interpolate: both latents must be of one size, not ${size} and ${to.length}`);
  }
  if (!Number.isInteger(count) || count < 2)
    throw new RangeError(`interpolate: count must be at least 2, not ${count}`);
  const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
    Array.prototype.reduce.call(
      a,
      (sum, value, i) => (sum as number) + (value as number) * b[i]!,
      0,
    ) as number;
  const cosine = dot(from, to) / Math.sqrt(dot(from, from) * dot(to, to));
  const angle = Math.acos(Math.max(-1, Math.min(1, cosine)));
  const sine = Math.sin(angle);
  const way = new Float32Array(count * size);
  for (let row = 0; row < count; row++) {
    const t = row / (count - 1);
    const [a, b] = sine > 1e-6 ? [Math.sin((1 - t) * angle) / sine, Math.sin(t * angle) / sine] : [1 - t, t];
    for (let i = 0; i < size; i++) way[row * size + i] = a * from[i]! + b * to[i]!;
  }
  return way;
}

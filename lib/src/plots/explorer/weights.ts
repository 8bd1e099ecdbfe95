/** Weights in little space: half-precision numbers, whose relative error is at most 2⁻¹¹. */

/** JavaScript's own half-precision array, which TypeScript's libraries of our year do not know yet. */
interface HalfArray {
  readonly buffer: ArrayBuffer;
}
const { Float16Array } = globalThis as unknown as {
  Float16Array: { from(values: ArrayLike<number>): HalfArray };
};

/** The numbers in half precision, two bytes each, little-endian. */
export function toHalf(values: ArrayLike<number>): Uint8Array {
  return new Uint8Array(Float16Array.from(values).buffer);
}

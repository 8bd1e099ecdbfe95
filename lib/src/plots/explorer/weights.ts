/** Numbers in little space, for a page: in half precision, two bytes each, with a relative error of at most 2⁻¹¹. */
export function toHalf(values: ArrayLike<number>): Uint8Array {
  return new Uint8Array(Float16Array.from(values).buffer);
}

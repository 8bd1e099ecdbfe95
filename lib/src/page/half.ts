/** Numbers of half precision, two bytes each, little-endian: a sign, 5 bits of exponent, 10 of fraction. */
export const fromHalf = (bytes: ArrayBuffer): Float32Array =>
  Float32Array.from(new Uint16Array(bytes), (half) => {
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >> 10) & 31;
    const fraction = half & 1023;
    return sign * (exponent ? 2 ** (exponent - 15) * (1 + fraction / 1024) : 2 ** -24 * fraction);
  });

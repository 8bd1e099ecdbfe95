/** Numbers of half precision (a sign, 5 bits of exponent, 10 of fraction): all their low bytes, then all their high ones. */
export function fromHalf(bytes: ArrayBuffer): Float32Array {
  const [low, high] = [
    new Uint8Array(bytes, 0, bytes.byteLength / 2),
    new Uint8Array(bytes, bytes.byteLength / 2),
  ];
  return Float32Array.from(low, (byte, i) => {
    const half = byte | (high[i]! << 8);
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >> 10) & 31;
    const fraction = half & 1023;
    return sign * (exponent ? 2 ** (exponent - 15) * (1 + fraction / 1024) : 2 ** -24 * fraction);
  });
}

// The hyperbolic tangent of many numbers, to 2 units in the last place, after Moshier's Cephes library.
#pragma once

#include "epilogue.h"

namespace {

typedef int Whole __attribute__((vector_size(VECTOR_BYTES)));

/** eˣ for x in [0, 88]. */
inline V exponential(V x) {
  const V toWhole = all(12582912.f);  // 1.5 · 2²³: added to a number it leaves no place for a fraction
  const V n = (x * 1.44269504088896341f + toWhole) - toWhole;
  const V r = x - n * 0.693359375f + n * 2.12194440e-4f;
  V p = all(1.9875691500e-4f);
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * r * r + r + 1;
  return p * reinterpret_cast<V>((__builtin_convertvector(n, Whole) + 127) << 23);
}

inline V tanhOf(V x) {
  const V size = x < 0 ? -x : x, z = x * x;
  V p = all(-5.70498872745e-3f);
  p = p * z + 2.06390887954e-2f;
  p = p * z - 5.37397155531e-2f;
  p = p * z + 1.33314422036e-1f;
  p = p * z - 3.33332819422e-1f;
  const V small = p * z * x + x;
  const V capped = size > 20 ? all(20) : size;
  const V far = 1 - 2 / (exponential(2 * capped) + 1);
  const V result = size < 0.625f ? small : x < 0 ? -far : far;
  return x == x ? result : x;  // NaN stays NaN
}

inline void hyperbolicTangent(const Machine& machine, float* y, const float* x, long size) {
  const long piece = PIECE / 4;
  parallel(machine, ratio(size, piece), [=](int i, int) {
    for (long k = i * piece, end = least(size, k + piece); k < end; k += W) {
      const int width = static_cast<int>(least(W, end - k));
      write(y + k, tanhOf(read(x + k, width)), width);
    }
  });
}

/** dx = dy · (1 − y²) */
inline void tanhGradient(const Machine& machine, float* dx, const float* dy, const float* y, long size) {
  parallel(machine, ratio(size, PIECE), [=](int i, int) {
    for (long k = i * PIECE, end = least(size, k + PIECE); k < end; k += W) {
      const int width = static_cast<int>(least(W, end - k));
      const V t = read(y + k, width);
      write(dx + k, read(dy + k, width) * (1 - t * t), width);
    }
  });
}

}  // namespace

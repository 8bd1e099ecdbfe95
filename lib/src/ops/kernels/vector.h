// Vectors of floats as wide as the processor that a variant is compiled for.
#pragma once

#ifndef VECTOR_BYTES
#if defined(__AVX512F__)
#define VECTOR_BYTES 64
#elif defined(__AVX__)
#define VECTOR_BYTES 32
#else
#define VECTOR_BYTES 16
#endif
#endif

namespace {

/** Numbers in a vector. */
constexpr int W = VECTOR_BYTES / 4;

typedef float V __attribute__((vector_size(VECTOR_BYTES)));
typedef float Unaligned __attribute__((vector_size(VECTOR_BYTES), aligned(4), may_alias));
typedef float V4 __attribute__((vector_size(16), aligned(4), may_alias));

inline V load(const float* p) { return *reinterpret_cast<const Unaligned*>(p); }
inline void store(float* p, V v) { *reinterpret_cast<Unaligned*>(p) = v; }

/** A vector of one number. */
inline V all(float x) { return x - V{}; }

inline V4& quad(float* p) { return *reinterpret_cast<V4*>(p); }
inline const V4& quad(const float* p) { return *reinterpret_cast<const V4*>(p); }

inline void copy(float* to, const float* from, int n) {
  int i = 0;
  for (; i + W <= n; i += W) store(to + i, load(from + i));
  for (; i + 4 <= n; i += 4) quad(to + i) = quad(from + i);
  for (; i < n; i++) to[i] = from[i];
}

inline void add(float* to, const float* from, int n) {
  int i = 0;
  for (; i + W <= n; i += W) store(to + i, load(to + i) + load(from + i));
  for (; i + 4 <= n; i += 4) quad(to + i) += quad(from + i);
  for (; i < n; i++) to[i] += from[i];
}

/** max(x, 0) for the slope 0, x itself for 1: x where it is above 0, slope · x elsewhere. */
inline V rectify(V x, V slope) { return x > 0 ? x : slope * x; }
inline float rectify(float x, float slope) { return x > 0 ? x : slope * x; }

inline void clear(float* to, long n) {
  long i = 0;
  for (; i + W <= n; i += W) store(to + i, V{});
  for (; i < n; i++) to[i] = 0;
}

/** The 4 × 4 block at `from`, rows `stride` apart, transposed to rows `step` apart. */
inline void transpose4(float* to, long step, const float* from, long stride) {
  typedef int I4 __attribute__((vector_size(16)));
  const V4 a = quad(from), b = quad(from + stride), c = quad(from + 2 * stride), d = quad(from + 3 * stride);
#ifdef __clang__
#define SHUFFLE(x, y, i, j, k, l) __builtin_shufflevector(x, y, i, j, k, l)
#else
#define SHUFFLE(x, y, i, j, k, l) __builtin_shuffle(x, y, I4{i, j, k, l})
#endif
  const V4 ab = SHUFFLE(a, b, 0, 4, 1, 5), cd = SHUFFLE(c, d, 0, 4, 1, 5);
  const V4 ef = SHUFFLE(a, b, 2, 6, 3, 7), gh = SHUFFLE(c, d, 2, 6, 3, 7);
  quad(to) = SHUFFLE(ab, cd, 0, 1, 4, 5);
  quad(to + step) = SHUFFLE(ab, cd, 2, 3, 6, 7);
  quad(to + 2 * step) = SHUFFLE(ef, gh, 0, 1, 4, 5);
  quad(to + 3 * step) = SHUFFLE(ef, gh, 2, 3, 6, 7);
#undef SHUFFLE
}

/** The first n ≤ W numbers, zero beyond. */
inline V read(const float* p, int n) {
  if (n == W) return load(p);
  V v{};
  for (int i = 0; i < n; i++) v[i] = p[i];
  return v;
}

inline void write(float* p, V v, int n) {
  if (n == W) return store(p, v);
  for (int i = 0; i < n; i++) p[i] = v[i];
}

}  // namespace

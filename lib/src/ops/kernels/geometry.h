// What the ways of convolving share: sizes, and what part of a row of pixels lies within an image, sums.
#pragma once

#include "epilogue.h"
#include "gemm.h"

namespace {

constexpr long places(const Geometry& g) { return g.smallHeight * g.smallWidth; }
constexpr long smallSize(const Geometry& g) { return places(g) * g.smallChannels; }
constexpr long largeSize(const Geometry& g) { return g.largeHeight * g.largeWidth * g.largeChannels; }

/** Pixels of a row of so many that lie within the image: from the first on, `count` of them. */
struct Run {
  long first;
  long count;
};

constexpr Run within(long at, long length, long size) {
  const long first = at < 0 ? least(-at, length) : 0;
  return {first, most(0, least(length, size - at) - first)};
}

/** Sums that are made one beside the other, for any number of threads: so it does not change the result. */
constexpr long SUMS = 8;

/** Adds up `count` such sums, each of `size` numbers. */
inline void total(const Machine& machine, float* to, const float* sums, long count, long size) {
  const long pieces = least(2 * machine.threads, ratio(size, 4096));
  parallel(machine, pieces, [&](int piece, int) {
    const long from = part(size, pieces, piece), end = part(size, pieces, piece + 1);
    copy(to + from, sums + from, static_cast<int>(end - from));
    for (long i = 1; i < count; i++) add(to + from, sums + i * size + from, static_cast<int>(end - from));
  });
}

}  // namespace

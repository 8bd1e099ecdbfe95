// What the ways of convolving share: sizes, and what part of a row of pixels lies within an image.
#pragma once

#include "end.h"
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

}  // namespace

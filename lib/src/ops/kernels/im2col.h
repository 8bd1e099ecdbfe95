// Convolutions as products of matrices (im2col): the patches of a few images at a time are laid out as rows,
// or such rows are added up into images (col2im), while they are in the second cache.
#pragma once

#include "geometry.h"

namespace {
namespace im2col {

/** Numbers in the patches that are laid out together. */
constexpr long PATCHES = 48 * 1024;

constexpr long patchSize(const Geometry& g) { return g.size * g.size * g.largeChannels; }

/** How many images are worked on together. */
constexpr long groupSize(const Geometry& g) {
  return most(1, least(g.images, PATCHES / (places(g) * patchSize(g))));
}

/**
 * For each row of each patch, where it lies among the patches and where in the image: whole(patch, at) if all
 * of it lies within the image, cut(patch, at, run) otherwise, with `at` where the run begins.
 */
template <typename Whole, typename Cut>
inline void eachRow(const Geometry& g, const Whole& whole, const Cut& cut) {
  const long channels = g.largeChannels, row = g.size * channels, step = g.size * row;
  const long begin = least(g.smallWidth, ratio(g.left, g.stride));
  const long reach = g.largeWidth + g.left - g.size;
  const long end = reach < 0 ? begin : most(begin, least(g.smallWidth, reach / g.stride + 1));
  for (long y = 0; y < g.smallHeight; y++) {
    for (long k = 0; k < g.size; k++) {
      const long top = y * g.stride - g.above + k;
      const bool inside = top >= 0 && top < g.largeHeight;
      const long patch = y * g.smallWidth * step + k * row;
      const auto edge = [&](long x) {
        const long left = x * g.stride - g.left;
        const Run run = inside ? within(left, g.size, g.largeWidth) : Run{0, 0};
        cut(patch + x * step, (top * g.largeWidth + left + run.first) * channels, run);
      };
      long x = 0;
      for (; x < (inside ? begin : g.smallWidth); x++) edge(x);
      for (; x < end; x++) whole(patch + x * step, (top * g.largeWidth + x * g.stride - g.left) * channels);
      for (; x < g.smallWidth; x++) edge(x);
    }
  }
}

/** The patches of one image, one a row. */
inline void layOut(const Geometry& g, float* patches, const float* image) {
  const int channels = static_cast<int>(g.largeChannels), row = static_cast<int>(g.size) * channels;
  eachRow(
      g, [=](long patch, long at) { copy(patches + patch, image + at, row); },
      [=](long patch, long at, Run run) {
        float* to = patches + patch;
        const int before = static_cast<int>(run.first) * channels,
                  taps = static_cast<int>(run.count) * channels;
        clear(to, before);
        if (taps > 0) copy(to + before, image + at, taps);
        clear(to + before + taps, row - before - taps);
      });
}

/** Adds the patches up into one image. */
inline void addUp(const Geometry& g, float* image, const float* patches) {
  clear(image, largeSize(g));
  const int channels = static_cast<int>(g.largeChannels), row = static_cast<int>(g.size) * channels;
  eachRow(
      g, [=](long patch, long at) { add(image + at, patches + patch, row); },
      [=](long patch, long at, Run run) {
        if (run.count > 0)
          add(image + at, patches + patch + run.first * channels, static_cast<int>(run.count) * channels);
      });
}

inline void conv2d(const Machine& machine, const Geometry& g, float* small, const float* large,
                   const float* filter, Epilogue epilogue) {
  const long depth = patchSize(g), rows = places(g), group = groupSize(g);
  float* packed = machine.scratch(machine.threads, packedSize(depth, g.smallChannels));
  pack(packed, {filter, g.smallChannels, 1}, depth, g.smallChannels);
  parallel(machine, ratio(g.images, group), [&](int i, int thread) {
    const long first = i * group, count = least(group, g.images - first);
    float* patches = machine.scratch(thread, group * rows * depth);
    for (long n = 0; n < count; n++)
      layOut(g, patches + n * rows * depth, large + (first + n) * largeSize(g));
    multiply(small + first * rows * g.smallChannels, g.smallChannels, {patches, depth, 1}, packed,
             count * rows, g.smallChannels, depth, false);
    applyEpilogue(small + first * rows * g.smallChannels, g.smallChannels, count * rows, g.smallChannels,
                  epilogue);
  });
}

inline void conv2dBackpropInput(const Machine& machine, const Geometry& g, float* large, const float* small,
                                const float* filter, Epilogue epilogue) {
  const long width = patchSize(g), rows = places(g), group = groupSize(g);
  float* packed = machine.scratch(machine.threads, packedSize(g.smallChannels, width));
  pack(packed, {filter, 1, g.smallChannels}, g.smallChannels, width);
  parallel(machine, ratio(g.images, group), [&](int i, int thread) {
    const long first = i * group, count = least(group, g.images - first);
    float* patches = machine.scratch(thread, group * rows * width);
    multiply(patches, width, {small + first * rows * g.smallChannels, g.smallChannels, 1}, packed,
             count * rows, width, g.smallChannels, false);
    for (long n = 0; n < count; n++) {
      float* image = large + (first + n) * largeSize(g);
      addUp(g, image, patches + n * rows * width);
      applyEpilogue(image, g.largeChannels, g.largeHeight * g.largeWidth, g.largeChannels, epilogue);
    }
  });
}

inline void conv2dBackpropFilter(const Machine& machine, const Geometry& g, float* filter, const float* large,
                                 const float* small) {
  const long rows = places(g), size = patchSize(g), columns = g.smallChannels, group = groupSize(g);
  const long groups = ratio(g.images, group), sums = least(groups, SUMS);
  float* partial = machine.scratch(machine.threads, sums * size * columns);
  parallel(machine, sums, [&](int sum, int thread) {
    float* patches = machine.scratch(thread, group * rows * size + packedSize(group * rows, columns));
    float* packed = patches + group * rows * size;
    const long begin = part(groups, sums, sum), end = part(groups, sums, sum + 1);
    for (long i = begin; i < end; i++) {
      const long first = i * group, count = least(group, g.images - first);
      for (long n = 0; n < count; n++)
        layOut(g, patches + n * rows * size, large + (first + n) * largeSize(g));
      pack(packed, {small + first * rows * columns, columns, 1}, count * rows, columns);
      multiply(partial + sum * size * columns, columns, {patches, 1, size}, packed, size, columns,
               count * rows, i > begin);
    }
  });
  total(machine, filter, partial, sums, size * columns);
}

}  // namespace im2col
}  // namespace

// Direct convolutions of images with one channel, by filters four pixels wide and with stride 2: the first
// layer of a discriminator of grey images and the last of their generator. A patch is 16 numbers: laying it
// out would take longer than multiplying by it, so it is read where it lies.
#pragma once

#include "geometry.h"

namespace {
namespace one_channel {

constexpr int SIZE = 4, STRIDE = 2, TAPS = SIZE * SIZE;

/** Pixels that are worked on together. */
constexpr int PIXELS = W == 16 ? 14 : 7;

/** Images that a thread takes at a time. */
constexpr long GROUP = 4;

inline bool fits(const Geometry& g) {
  return g.largeChannels == 1 && g.size == SIZE && g.stride == STRIDE && g.smallChannels % W == 0;
}

/** Sides of an image with its border, of as many pixels as the filter reaches. */
constexpr long height(const Geometry& g) { return STRIDE * (g.smallHeight + 1); }
constexpr long width(const Geometry& g) { return STRIDE * (g.smallWidth + 1); }

/** For each row of an image that the filter reaches: body(row with its border, run, where the run lies in
 * the image). */
template <typename Body>
inline void eachRow(const Geometry& g, const Body& body) {
  const Run run = within(-g.left, width(g), g.largeWidth);
  for (long y = 0; y < height(g); y++) {
    const long row = y - g.above;
    const bool inside = row >= 0 && row < g.largeHeight;
    body(y * width(g), inside ? run : Run{0, 0}, row * g.largeWidth + run.first - g.left);
  }
}

inline void addBorder(const Geometry& g, float* bordered, const float* image) {
  eachRow(g, [=](long row, Run run, long at) {
    clear(bordered + row, width(g));
    if (run.count > 0) copy(bordered + row + run.first, image + at, static_cast<int>(run.count));
  });
}

inline void removeBorder(const Geometry& g, float* image, const float* bordered) {
  eachRow(g, [=](long row, Run run, long at) {
    if (run.count > 0) copy(image + at, bordered + row + run.first, static_cast<int>(run.count));
  });
}

/** A number that the compiler knows. */
template <int N>
struct Count {
  static constexpr int value = N;
};

/** For runs of N of n pixels, and shorter ones of the rest: body(first, count). */
template <int N, typename Body>
inline void eachRun(long first, long n, const Body& body) {
  for (; n >= N; first += N, n -= N) body(first, Count<N>{});
  if constexpr (N > 1) eachRun<N - 1>(first, n, body);
}

inline void conv2dImage(const Geometry& g, float* small, const float* image, const float* filter,
                        Epilogue epilogue) {
  const long channels = g.smallChannels, row = width(g);
  const V slope = all(epilogue.bias ? epilogue.slope : 1);
  for (long y = 0; y < g.smallHeight; y++) {
    for (long c = 0; c < channels; c += W) {
      const V bias = epilogue.bias ? load(epilogue.bias + c) : V{};
      eachRun<PIXELS>(0, g.smallWidth, [&](long x, auto count) {
        constexpr int N = decltype(count)::value;
        V sum[N];
        for (V& s : sum) s = bias;
        for (int tap = 0; tap < TAPS; tap++) {
          const V weights = load(filter + tap * channels + c);
          const float* at = image + (STRIDE * y + tap / SIZE) * row + STRIDE * x + tap % SIZE;
#pragma GCC unroll 16
          for (int i = 0; i < N; i++) sum[i] += all(at[STRIDE * i]) * weights;
        }
        float* to = small + (y * g.smallWidth + x) * channels + c;
#pragma GCC unroll 16
        for (int i = 0; i < N; i++) store(to + i * channels, rectify(sum[i], slope));
      });
    }
  }
}

inline void conv2d(const Machine& machine, const Geometry& g, float* small, const float* large,
                   const float* filter, Epilogue epilogue) {
  parallel(machine, ratio(g.images, GROUP), [&](int group, int thread) {
    float* image = machine.scratch(thread, height(g) * width(g));
    for (long n = group * GROUP, last = least(g.images, n + GROUP); n < last; n++) {
      addBorder(g, image, large + n * largeSize(g));
      conv2dImage(g, small + n * smallSize(g), image, filter, epilogue);
    }
  });
}

/** Where a tap stands in a patch whose 2 × 2 blocks of pixels lie one after the other. */
constexpr int blockwise(int tap) {
  const int y = tap / SIZE, x = tap % SIZE;
  return (y / STRIDE * 2 + x / STRIDE) * 4 + y % STRIDE * 2 + x % STRIDE;
}

/** A filter as the channels' patches, of blocks of pixels. */
inline void toWeights(const Geometry& g, float* weights, const float* filter) {
  for (int tap = 0; tap < TAPS; tap++)
    for (long c = 0; c < g.smallChannels; c++)
      weights[c * TAPS + blockwise(tap)] = filter[tap * g.smallChannels + c];
}

/** Numbers in a row of patches: with one before and one behind that are zero, so that each block of pixels
 * has four. */
constexpr long across(const Geometry& g) { return (g.smallWidth + 2) * TAPS; }

/** A patch for each pixel of a small image. */
inline void toPatches(const Geometry& g, float* patches, const float* small, const float* weights) {
  constexpr int VECTORS = TAPS / W, TOGETHER = VECTORS == 1 ? PIXELS : VECTORS == 2 ? 6 : 3;
  const long channels = g.smallChannels;
  for (long y = 0; y < g.smallHeight; y++) {
    float* to = patches + (y + 1) * across(g) + TAPS;
    eachRun<TOGETHER>(0, g.smallWidth, [&](long x, auto count) {
      constexpr int N = decltype(count)::value;
      V sum[N][VECTORS]{};
      for (long c = 0; c < channels; c++) {
        const float* at = small + (y * g.smallWidth + x) * channels + c;
#pragma GCC unroll 16
        for (int i = 0; i < N; i++)
#pragma GCC unroll 4
          for (int j = 0; j < VECTORS; j++)
            sum[i][j] += all(at[i * channels]) * load(weights + c * TAPS + j * W);
      }
#pragma GCC unroll 16
      for (int i = 0; i < N; i++)
#pragma GCC unroll 4
        for (int j = 0; j < VECTORS; j++) store(to + (x + i) * TAPS + j * W, sum[i][j]);
    });
  }
}

/** The sum of the patches, which overlap by a block on each side. */
inline void fromPatches(const Geometry& g, float* image, const float* patches) {
  const long row = width(g);
  for (long y = 0; y <= g.smallHeight; y++) {
    for (long x = 0; x <= g.smallWidth; x++) {
      const float *above = patches + y * across(g) + x * TAPS, *here = above + across(g);
      const V4 block = quad(here + TAPS) + quad(here + 4) + quad(above + TAPS + 8) + quad(above + 12);
      float* to = image + STRIDE * y * row + STRIDE * x;
      to[0] = block[0];
      to[1] = block[1];
      to[row] = block[2];
      to[row + 1] = block[3];
    }
  }
}

inline void conv2dBackpropInput(const Machine& machine, const Geometry& g, float* large, const float* small,
                                const float* filter, Epilogue epilogue) {
  float* weights = machine.scratch(machine.threads, TAPS * g.smallChannels);
  toWeights(g, weights, filter);
  const long size = (g.smallHeight + 2) * across(g);
  parallel(machine, ratio(g.images, GROUP), [&](int group, int thread) {
    float *patches = machine.scratch(thread, size + height(g) * width(g)), *image = patches + size;
    clear(patches, size);
    for (long n = group * GROUP, last = least(g.images, n + GROUP); n < last; n++) {
      float* to = large + n * largeSize(g);
      toPatches(g, patches, small + n * smallSize(g), weights);
      fromPatches(g, image, patches);
      removeBorder(g, to, image);
      applyEpilogue(to, 1, largeSize(g), 1, epilogue);
    }
  });
}

/** Adds to the filter's gradient what one image and its border say, W channels at a time. */
inline void backpropFilterImage(const Geometry& g, float* filter, const float* image, const float* small) {
  /** Rows of the filter that are summed up together, in registers. */
  constexpr int TOGETHER = W == 16 ? 4 : 2, N = TOGETHER * SIZE;
  const long channels = g.smallChannels, row = width(g);
  for (long c = 0; c < channels; c += W) {
    for (int k = 0; k < SIZE; k += TOGETHER) {
      V sum[N]{};
      for (long y = 0; y < g.smallHeight; y++) {
        for (long x = 0; x < g.smallWidth; x++) {
          const V s = load(small + (y * g.smallWidth + x) * channels + c);
          const float* at = image + (STRIDE * y + k) * row + STRIDE * x;
#pragma GCC unroll 16
          for (int tap = 0; tap < N; tap++) sum[tap] += all(at[tap / SIZE * row + tap % SIZE]) * s;
        }
      }
      for (int tap = 0; tap < N; tap++) {
        float* to = filter + (k * SIZE + tap) * channels + c;
        store(to, load(to) + sum[tap]);
      }
    }
  }
}

inline void conv2dBackpropFilter(const Machine& machine, const Geometry& g, float* filter, const float* large,
                                 const float* small) {
  const long size = TAPS * g.smallChannels;
  float* partial = machine.scratch(machine.threads, SUMS * size);
  parallel(machine, SUMS, [&](int i, int thread) {
    float *image = machine.scratch(thread, height(g) * width(g)), *sums = partial + i * size;
    clear(sums, size);
    for (long n = part(g.images, SUMS, i), last = part(g.images, SUMS, i + 1); n < last; n++) {
      addBorder(g, image, large + n * largeSize(g));
      backpropFilterImage(g, sums, image, small + n * smallSize(g));
    }
  });
  total(machine, filter, partial, SUMS, size);
}

}  // namespace one_channel
}  // namespace

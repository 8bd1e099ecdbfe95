// Convolutions whose filter is two strides wide, by fewer multiplications: the minimal filtering of Winograd
// (1980, "Arithmetic complexity of computations"), as Lavin & Gray (2016, arXiv 1509.09308) use it.
//
// Blocks of stride × stride pixels are taken as one, of stride² times the channels; of these the convolution
// has stride 1 and 2 × 2 taps. Along a side, M results are M coefficients of a product of polynomials, and
// those are known from its values at M + 1 points, instead of by 2 M multiplications. At each pair of points,
// one for either side, there is a product of matrices to do: [tiles of M × M results, channels of a block] by
// [channels of a block, small channels].
#pragma once

#include "geometry.h"

namespace {
namespace winograd {

/** Points along a side: 0, −1, 1/2, ∞, and 2, at which only tiles of four results have values. */
constexpr int POINTS = 5;
constexpr int PAIRS = POINTS * POINTS;

/** Values of the two taps of a filter at the points, times what `Blocks` leaves out. */
constexpr float TAPS[POINTS][2] = {
    {1, 0}, {1 / 3.f, -1 / 3.f}, {4 / 3.f, 2 / 3.f}, {0, 1}, {1 / 18.f, 1 / 9.f}};

/** Along a side, the M + 1 blocks that M results are made of. A tile shares its last with the next. */
struct Blocks {
  static constexpr bool shared = true;
  template <int M>
  static constexpr int count = M + 1;

  template <int M>
  static void toPoints(V* v, int step) {
    const V a = v[0], b = v[step], c = v[2 * step], d = v[3 * step];
    if constexpr (M == 3) {
      v[0] = a - b - 2 * c;
      v[step] = 2 * c - b;
      v[2 * step] = b + c;
      v[3 * step] = d + .5f * (c - b);
    } else {
      v[0] = a + d - 1.5f * (b + c);
      v[step] = (5 / 3.f) * c - (2 / 3.f) * (b + d);
      v[2 * step] = (4 / 3.f) * b + (2 / 3.f) * (c - d);
      v[3 * step] = v[4 * step] + b - 1.5f * (c + d);
      v[4 * step] = c - b + 2 * d;
    }
  }

  /** The transpose of `toPoints`. */
  template <int M>
  static void fromPoints(V* v, int step) {
    const V a = v[0], b = v[step], c = v[2 * step], d = v[3 * step];
    if constexpr (M == 3) {
      v[step] = c - a - b - .5f * d;
      v[2 * step] = 2 * (b - a) + c + .5f * d;
      v[3 * step] = d;
    } else {
      const V e = v[4 * step];
      v[step] = d - 1.5f * a - (2 / 3.f) * b + (4 / 3.f) * c - e;
      v[2 * step] = (5 / 3.f) * b - 1.5f * (a + d) + (2 / 3.f) * c + e;
      v[3 * step] = a - 1.5f * d - (2 / 3.f) * (b + c) + 2 * e;
      v[4 * step] = d;
    }
  }
};

/** Along a side, M results: as coefficients of a polynomial, and its values. */
struct Results {
  static constexpr bool shared = false;
  template <int M>
  static constexpr int count = M;

  template <int M>
  static void toPoints(V* v, int step) {
    const V a = v[0], b = v[step], c = v[2 * step];
    if constexpr (M == 3) {
      v[step] = a - b + c;
      v[2 * step] = a + .5f * b + .25f * c;
      v[3 * step] = c;
    } else {
      const V d = v[3 * step];
      v[step] = a - b + c - d;
      v[2 * step] = a + .5f * b + .25f * c + .125f * d;
      v[3 * step] = d;
      v[4 * step] = a + 2 * b + 4 * c + 8 * d;
    }
  }

  /** The transpose of `toPoints`. */
  template <int M>
  static void fromPoints(V* v, int step) {
    const V a = v[0], b = v[step], c = v[2 * step], d = v[3 * step];
    if constexpr (M == 3) {
      v[0] = a + b + c;
      v[step] = .5f * c - b;
      v[2 * step] = b + .25f * c + d;
    } else {
      const V e = v[4 * step];
      v[0] = a + b + c + e;
      v[step] = .5f * c - b + 2 * e;
      v[2 * step] = b + .25f * c + 4 * e;
      v[3 * step] = .125f * c - b + d + 8 * e;
    }
  }
};

/** A side of results cut into tiles of four and, behind them, of three. */
struct Tiling {
  long fours, threes;

  static constexpr bool possible(long size) { return 3 * (-size & 3) <= size; }
  constexpr explicit Tiling(long size) : fours((size - 3 * (-size & 3)) / 4), threes(-size & 3) {}

  /** Tiles that have a value at this point. */
  constexpr long at(int point) const { return point < 4 ? fours + threes : fours; }
  constexpr long start(long tile) const { return 4 * tile - most(0, tile - fours); }
};

template <int H, int L>
struct Size {
  static constexpr int height = H, width = L;
};

/** How the values at the points of all tiles of some images lie in memory: pair of points, image, tile,
 * channel. */
struct Layout {
  long images;
  Tiling down, across;
  /** Rows of channels before those of each pair of points: one more each, lest they be a power of two apart.
   */
  long begin[PAIRS + 1];

  Layout(const Geometry& g, long images) : images(images), down(g.smallHeight), across(g.smallWidth) {
    begin[0] = 0;
    for (int pair = 0; pair < PAIRS; pair++) begin[pair + 1] = begin[pair] + rows(pair) + 1;
  }

  long tiles(int pair) const { return down.at(pair / POINTS) * across.at(pair % POINTS); }
  long rows(int pair) const { return images * tiles(pair); }
  long allRows() const { return begin[PAIRS]; }

  /** For each tile of an image: body(size, where it begins: y, x, row(point down, point across)). */
  template <typename Body>
  void eachTile(long image, const Body& body) const {
    for (long i = 0; i < down.at(0); i++) {
      for (long j = 0; j < across.at(0); j++) {
        const auto row = [=](int p, int q) {
          const int pair = p * POINTS + q;
          return begin[pair] + image * tiles(pair) + i * across.at(q) + j;
        };
        const auto call = [&](auto size) { body(size, down.start(i), across.start(j), row); };
        if (i < down.fours)
          j < across.fours ? call(Size<4, 4>{}) : call(Size<4, 3>{});
        else
          j < across.fours ? call(Size<3, 4>{}) : call(Size<3, 3>{});
      }
    }
  }
};

/** An image's blocks or results, rows of `width` times so many channels, to the points. */
template <typename Side>
inline void toPoints(const Layout& layout, long image, float* points, const float* side, long width,
                     long channels) {
  layout.eachTile(image, [=](auto size, long y, long x, const auto& row) {
    constexpr int H = decltype(size)::height, L = decltype(size)::width;
    float* to[H + 1][L + 1];
    for (int i = 0; i <= H; i++)
      for (int j = 0; j <= L; j++) to[i][j] = points + row(i, j) * channels;
    const float* from = side + (y * width + x) * channels;
    for (long c = 0; c < channels; c += W) {
      V v[H + 1][L + 1];
      for (int i = 0; i < Side::template count<H>; i++) {
        for (int j = 0; j < Side::template count<L>; j++)
          v[i][j] = load(from + (i * width + j) * channels + c);
        Side::template toPoints<L>(v[i], 1);
      }
      for (int j = 0; j <= L; j++) Side::template toPoints<H>(&v[0][j], L + 1);
      for (int i = 0; i <= H; i++)
        for (int j = 0; j <= L; j++) store(to[i][j] + c, v[i][j]);
    }
  });
}

/** The transpose of `toPoints`. */
template <typename Side>
inline void fromPoints(const Layout& layout, long image, float* side, const float* points, long width,
                       long channels) {
  layout.eachTile(image, [=](auto size, long y, long x, const auto& row) {
    constexpr int H = decltype(size)::height, L = decltype(size)::width;
    const float* from[H + 1][L + 1];
    for (int i = 0; i <= H; i++)
      for (int j = 0; j <= L; j++) from[i][j] = points + row(i, j) * channels;
    float* to = side + (y * width + x) * channels;
    for (long c = 0; c < channels; c += W) {
      V v[H + 1][L + 1];
      for (int i = 0; i <= H; i++) {
        for (int j = 0; j <= L; j++) v[i][j] = load(from[i][j] + c);
        Side::template fromPoints<L>(v[i], 1);
      }
      for (int j = 0; j < Side::template count<L>; j++) Side::template fromPoints<H>(&v[0][j], L + 1);
      for (int i = 0; i < Side::template count<H>; i++) {
        for (int j = 0; j < Side::template count<L>; j++) {
          float* at = to + (i * width + j) * channels + c;
          const bool begun = Side::shared && ((i == 0 && y > 0) || (j == 0 && x > 0));
          store(at, begun ? load(at) + v[i][j] : v[i][j]);
        }
      }
    }
  });
}

/**
 * For each row of pixels of each block: whole(block, at) if all of it lies within the image, cut(block, at,
 * run) otherwise, with where it lies among the blocks and where in the image, `at` where the run begins.
 */
template <typename Whole, typename Cut>
inline void eachBlockRow(const Geometry& g, const Whole& whole, const Cut& cut) {
  const long row = g.stride * g.largeChannels;
  long block = 0;
  for (long i = 0; i <= g.smallHeight; i++) {
    for (long j = 0; j <= g.smallWidth; j++) {
      const long left = j * g.stride - g.left;
      const Run run = within(left, g.stride, g.largeWidth);
      for (long y = i * g.stride - g.above, end = y + g.stride; y < end; y++, block += row) {
        const bool inside = y >= 0 && y < g.largeHeight;
        const long at = (y * g.largeWidth + left + run.first) * g.largeChannels;
        inside&& run.count == g.stride ? whole(block, at) : cut(block, at, inside ? run : Run{0, 0});
      }
    }
  }
}

inline void toBlocks(const Geometry& g, float* blocks, const float* image) {
  const int channels = static_cast<int>(g.largeChannels), row = static_cast<int>(g.stride) * channels;
  eachBlockRow(
      g, [=](long block, long at) { copy(blocks + block, image + at, row); },
      [=](long block, long at, Run run) {
        clear(blocks + block, row);
        copy(blocks + block + run.first * channels, image + at, static_cast<int>(run.count) * channels);
      });
}

inline void fromBlocks(const Geometry& g, float* image, const float* blocks) {
  const int channels = static_cast<int>(g.largeChannels), row = static_cast<int>(g.stride) * channels;
  eachBlockRow(
      g, [=](long block, long at) { copy(image + at, blocks + block, row); },
      [=](long block, long at, Run run) {
        copy(image + at, blocks + block + run.first * channels, static_cast<int>(run.count) * channels);
      });
}

/** Whether the algorithm knows these sizes. */
inline bool fits(const Geometry& g) {
  return g.size == 2 * g.stride && Tiling::possible(g.smallHeight) && Tiling::possible(g.smallWidth) &&
         g.largeChannels % W == 0 && g.smallChannels % W == 0;
}

constexpr long blockSize(const Geometry& g) { return g.stride * g.stride * g.largeChannels; }
constexpr long blocksSize(const Geometry& g) {
  return (g.smallHeight + 1) * (g.smallWidth + 1) * blockSize(g);
}

/** A filter at a pair of points: a matrix [channels of a block, small channels]. */
inline void filterToPoint(const Geometry& g, float* point, const float* filter, int pair) {
  const float *down = TAPS[pair / POINTS], *across = TAPS[pair % POINTS];
  const V a = all(down[0] * across[0]), b = all(down[0] * across[1]), c = all(down[1] * across[0]),
          d = all(down[1] * across[1]);
  const long size = g.largeChannels * g.smallChannels, right = g.stride * size, below = g.size * right;
  for (long phase = 0; phase < g.stride * g.stride; phase++, point += size) {
    const float* tap = filter + (phase / g.stride * g.size + phase % g.stride) * size;
    for (long i = 0; i < size; i += W) {
      const float* at = tap + i;
      store(point + i,
            a * load(at) + b * load(at + right) + c * load(at + below) + d * load(at + below + right));
    }
  }
}

/** The filter, or its transpose, at all pairs of points, packed as the products want it: each `packedSize`
 * long. */
inline float* filterToPoints(const Machine& machine, const Geometry& g, const float* filter,
                             bool transposed) {
  const long inner = blockSize(g), outer = g.smallChannels;
  const long rows = transposed ? outer : inner, columns = transposed ? inner : outer,
             size = packedSize(rows, columns);
  float* packed = machine.scratch(machine.threads, PAIRS * size);
  parallel(machine, PAIRS, [&](int pair, int thread) {
    float* point = machine.scratch(thread, inner * outer);
    filterToPoint(g, point, filter, pair);
    pack(packed + pair * size, transposed ? Matrix{point, 1, outer} : Matrix{point, outer, 1}, rows, columns);
  });
  return packed;
}

/** Numbers at the points that are worked on together, so that they stay in the second cache. */
constexpr long TOGETHER = 384 * 1024;

/** Images that are worked on together at least, for each goes through the whole filter. */
constexpr long FEWEST = 8;

/** Groups of images, nearly equal and as many for each thread. */
inline long groups(const Machine& machine, const Geometry& g) {
  const long each = Layout(g, 1).allRows() * (blockSize(g) + g.smallChannels);
  const long wanted = ratio(g.images, most(FEWEST, TOGETHER / each));
  return least(g.images, ratio(wanted, machine.threads) * machine.threads);
}

/**
 * A product with the filter, or its transpose, at each pair of points, for some images at a time: of what
 * before(layout, n, points, blocks, image) makes of image n of them, and after(…) makes a result of.
 */
template <typename Before, typename After>
inline void filterAtPoints(const Machine& machine, const Geometry& g, const float* filter, bool transposed,
                           const Before& before, const After& after) {
  const long depth = transposed ? g.smallChannels : blockSize(g),
             columns = transposed ? blockSize(g) : g.smallChannels, count = groups(machine, g);
  const float* packed = filterToPoints(machine, g, filter, transposed);
  parallel(machine, count, [&](int i, int thread) {
    const long first = part(g.images, count, i);
    const Layout layout(g, part(g.images, count, i + 1) - first);
    const long rows = layout.allRows();
    float* left = machine.scratch(thread, rows * (depth + columns) + blocksSize(g));
    float *product = left + rows * depth, *blocks = product + rows * columns;
    for (long n = 0; n < layout.images; n++) before(layout, n, left, blocks, first + n);
    for (int pair = 0; pair < PAIRS; pair++)
      multiply(product + layout.begin[pair] * columns, columns, {left + layout.begin[pair] * depth, depth, 1},
               packed + pair * packedSize(depth, columns), layout.rows(pair), columns, depth, false);
    for (long n = 0; n < layout.images; n++) after(layout, n, product, blocks, first + n);
  });
}

inline void conv2d(const Machine& machine, const Geometry& g, float* small, const float* large,
                   const float* filter, Epilogue epilogue) {
  const long inner = blockSize(g), outer = g.smallChannels;
  filterAtPoints(
      machine, g, filter, false,
      [&](const Layout& layout, long n, float* points, float* blocks, long image) {
        toBlocks(g, blocks, large + image * largeSize(g));
        toPoints<Blocks>(layout, n, points, blocks, g.smallWidth + 1, inner);
      },
      [&](const Layout& layout, long n, const float* points, float*, long image) {
        float* to = small + image * smallSize(g);
        fromPoints<Results>(layout, n, to, points, g.smallWidth, outer);
        applyEpilogue(to, outer, places(g), outer, epilogue);
      });
}

inline void conv2dBackpropInput(const Machine& machine, const Geometry& g, float* large, const float* small,
                                const float* filter, Epilogue epilogue) {
  const long inner = blockSize(g), outer = g.smallChannels;
  filterAtPoints(
      machine, g, filter, true,
      [&](const Layout& layout, long n, float* points, float*, long image) {
        toPoints<Results>(layout, n, points, small + image * smallSize(g), g.smallWidth, outer);
      },
      [&](const Layout& layout, long n, const float* points, float* blocks, long image) {
        float* to = large + image * largeSize(g);
        fromPoints<Blocks>(layout, n, blocks, points, g.smallWidth + 1, inner);
        fromBlocks(g, to, blocks);
        applyEpilogue(to, g.largeChannels, g.largeHeight * g.largeWidth, g.largeChannels, epilogue);
      });
}

inline void conv2dBackpropFilter(const Machine& machine, const Geometry& g, float* filter, const float* large,
                                 const float* small) {
  const Layout layout(g, g.images);
  const long inner = blockSize(g), outer = g.smallChannels, rows = layout.allRows(), size = inner * outer;
  float* left = machine.scratch(machine.threads, rows * (inner + outer) + PAIRS * size);
  float *right = left + rows * inner, *products = right + rows * outer;
  const long count = groups(machine, g);
  parallel(machine, count, [&](int i, int thread) {
    float* blocks = machine.scratch(thread, blocksSize(g));
    for (long n = part(g.images, count, i), end = part(g.images, count, i + 1); n < end; n++) {
      toBlocks(g, blocks, large + n * largeSize(g));
      toPoints<Blocks>(layout, n, left, blocks, g.smallWidth + 1, inner);
      toPoints<Results>(layout, n, right, small + n * smallSize(g), g.smallWidth, outer);
    }
  });
  parallel(machine, PAIRS, [&](int pair, int thread) {
    if (layout.rows(pair) == 0) return clear(products + pair * size, size);
    float* packed = machine.scratch(thread, packedSize(DEPTH, outer));
    multiplyPacking(products + pair * size, outer, {left + layout.begin[pair] * inner, 1, inner},
                    {right + layout.begin[pair] * outer, outer, 1}, packed, inner, outer, layout.rows(pair));
  });
  const long taps = g.largeChannels * outer;
  parallel(machine, g.size * g.size, [&](int tap, int) {
    const long y = tap / g.size, x = tap % g.size;
    const float* phase = products + (y % g.stride * g.stride + x % g.stride) * taps;
    for (long i = 0; i < taps; i += W) {
      V sum{};
      for (int pair = 0; pair < PAIRS; pair++) {
        const float factor = TAPS[pair / POINTS][y / g.stride] * TAPS[pair % POINTS][x / g.stride];
        if (factor != 0) sum += all(factor) * load(phase + pair * size + i);
      }
      store(filter + tap * taps + i, sum);
    }
  });
}

}  // namespace winograd
}  // namespace

// The product of two matrices on all threads.
#pragma once

#include "end.h"
#include "gemm.h"

namespace {

/** The most columns that one thread packs at a time: with DEPTH rows they fit half of the second cache. */
constexpr long COLUMNS = 12 * TILE;

inline void product(const Machine& machine, float* c, const float* a, const float* b, long rows, long columns,
                    long depth, bool transposeA, bool transposeB, End end) {
  if (depth == 0) {
    clear(c, rows * columns);
    return finish(c, columns, rows, columns, end);
  }
  const Matrix left = transposeA ? Matrix{a, 1, rows} : Matrix{a, depth, 1};
  const Matrix right = transposeB ? Matrix{b, 1, depth} : Matrix{b, columns, 1};
  // Strips of columns, as many for each thread; only where there are too few columns, rows are divided as
  // well.
  const long threads = machine.threads, panels = ratio(columns, TILE), tiles = ratio(rows, ROWS);
  const long strips = least(panels, ratio(ratio(columns, COLUMNS), threads) * threads);
  const long slices = strips >= threads ? 1 : least(tiles, ratio(threads, strips));
  const long blocks = ratio(depth, DEPTH);
  parallel(machine, strips * slices, [&](int i, int thread) {
    const long strip = i % strips, slice = i / strips;
    const long from = part(panels, strips, strip) * TILE,
               width = least(columns, part(panels, strips, strip + 1) * TILE) - from;
    const long top = part(tiles, slices, slice) * ROWS,
               height = least(rows, part(tiles, slices, slice + 1) * ROWS) - top;
    float* packed = machine.scratch(thread, packedSize(DEPTH, width));
    for (long block = 0; block < blocks; block++) {
      const long k = part(depth, blocks, block), size = part(depth, blocks, block + 1) - k;
      pack(packed, {right.data + from * right.column + k * right.row, right.row, right.column}, size, width);
      multiply(c + top * columns + from, columns,
               {left.data + top * left.row + k * left.column, left.row, left.column}, packed, height, width,
               size, block > 0);
    }
    finish(c + top * columns + from, columns, height, width,
           {end.bias ? end.bias + from : nullptr, end.slope});
  });
}

}  // namespace

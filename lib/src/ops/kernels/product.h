// The product of two matrices on all threads.
#pragma once

#include "gemm.h"

namespace {

/** The most columns that one thread packs at a time: with DEPTH rows they fit half of the second cache. */
constexpr long COLUMNS = 8 * TILE;

inline void product(const Machine& machine, float* c, const float* a, const float* b, long rows, long columns, long depth, bool transposeA, bool transposeB) {
  if (depth == 0) return clear(c, rows * columns);
  const Matrix left = transposeA ? Matrix{a, 1, rows} : Matrix{a, depth, 1};
  const Matrix right = transposeB ? Matrix{b, 1, depth} : Matrix{b, columns, 1};
  // Strips of columns; only where they are too few for the threads, rows are divided as well.
  const long panels = ratio(columns, TILE);
  const long strips = most(ratio(columns, COLUMNS), least(panels, 2 * machine.threads));
  const long slices = strips >= machine.threads ? 1 : least(ratio(rows, ROWS), ratio(2 * machine.threads, strips));
  parallel(machine, strips * slices, [&](int i, int thread) {
    const long strip = i % strips, slice = i / strips;
    const long from = part(panels, strips, strip) * TILE;
    const long width = least(columns, part(panels, strips, strip + 1) * TILE) - from;
    const long top = part(ratio(rows, ROWS), slices, slice) * ROWS;
    const long height = least(rows, part(ratio(rows, ROWS), slices, slice + 1) * ROWS) - top;
    float* packed = machine.scratch(thread, packedSize(depth, width));
    pack(packed, {right.data + from * right.column, right.row, right.column}, depth, width);
    multiply(c + top * columns + from, columns, {left.data + top * left.row, left.row, left.column}, packed, height, width, depth, false);
  });
}

}  // namespace

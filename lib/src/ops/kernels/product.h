// The product of two matrices on all threads.
#pragma once

#include "epilogue.h"
#include "gemm.h"

namespace {

/** The most columns that one thread packs at a time: with DEPTH rows they fit half of the second cache. */
constexpr long COLUMNS = 12 * TILE;

/**
 * a · bᵀ by its transpose b · aᵀ, so that the smaller matrix is what is packed: the gradient of a dense layer
 * by its input, where `a` has a row for each sample of the batch.
 */
inline void turnedProduct(const Machine& machine, float* c, const float* a, const float* b, long rows,
                          long columns, long depth) {
  const long tiles = ratio(columns, ROWS), strips = least(tiles, machine.threads);
  parallel(machine, strips, [&](int strip, int thread) {
    const long from = part(tiles, strips, strip) * ROWS,
               width = least(columns, part(tiles, strips, strip + 1) * ROWS) - from;
    float* turned = machine.scratch(thread, width * rows + packedSize(DEPTH, rows));
    multiplyPacking(turned, rows, {b + from * depth, depth, 1}, {a, 1, depth}, turned + width * rows, width,
                    rows, depth);
    transpose(c + from, columns, turned, rows, width, rows);
  });
}

/** Rows of a result that one thread makes at a time of a matrix and a vector. */
constexpr long TOGETHER = 32;

/** c[rows] = a · b[depth]: what discriminators end in, whose tiles would be nearly empty. */
inline void timesVector(const Machine& machine, float* c, const float* a, const float* b, long rows,
                        long depth, bool transposeA) {
  parallel(machine, ratio(rows, TOGETHER), [=](int i, int) {
    long row = i * TOGETHER;
    const long end = least(rows, row + TOGETHER);
    if (transposeA) {
      for (; row + W <= end; row += W)
        store(c + row, sum(depth, [=](long k) { return load(a + k * rows + row) * all(b[k]); }));
      for (; row < end; row++) {
        float total = 0;
        for (long k = 0; k < depth; k++) total += a[k * rows + row] * b[k];
        c[row] = total;
      }
      return;
    }
    for (; row < end; row++) {
      const float* from = a + row * depth;
      const V sums = sum(depth / W, [=](long k) { return load(from + k * W) * load(b + k * W); });
      float total = 0;
      for (int l = 0; l < W; l++) total += sums[l];
      for (long k = depth / W * W; k < depth; k++) total += from[k] * b[k];
      c[row] = total;
    }
  });
}

/** c[rows, columns] = a[rows] · b[columns]. */
inline void outerProduct(const Machine& machine, float* c, const float* a, const float* b, long rows,
                         long columns) {
  const long together = most(1, PIECE / columns);
  parallel(machine, ratio(rows, together), [=](int i, int) {
    for (long row = i * together, end = least(rows, row + together); row < end; row++) {
      float* to = c + row * columns;
      const V factor = all(a[row]);
      long j = 0;
      for (; j + W <= columns; j += W) store(to + j, factor * load(b + j));
      for (; j < columns; j++) to[j] = a[row] * b[j];
    }
  });
}

inline void product(const Machine& machine, float* c, const float* a, const float* b, long rows, long columns,
                    long depth, bool transposeA, bool transposeB, Epilogue epilogue) {
  if (rows == 0 || columns == 0) return;
  if (depth == 0) {
    clear(c, rows * columns);
    return applyEpilogue(c, columns, rows, columns, epilogue);
  }
  if (columns == 1) {
    timesVector(machine, c, a, b, rows, depth, transposeA);
    return applyEpilogue(c, 1, rows, 1, epilogue);
  }
  if (depth == 1) {
    outerProduct(machine, c, a, b, rows, columns);
    return applyEpilogue(c, columns, rows, columns, epilogue);
  }
  // Layers, which alone have epilogues, transpose nothing.
  if (transposeB && !transposeA && !epilogue.bias && 4 * rows * (depth + columns) < depth * columns)
    return turnedProduct(machine, c, a, b, rows, columns, depth);
  const Matrix left = transposeA ? Matrix{a, 1, rows} : Matrix{a, depth, 1};
  const Matrix right = transposeB ? Matrix{b, 1, depth} : Matrix{b, columns, 1};
  // Strips of columns, as many for each thread; only where there are too few columns, rows are divided as
  // well.
  const long threads = machine.threads, panels = ratio(columns, TILE), tiles = ratio(rows, ROWS);
  const long strips = least(panels, ratio(ratio(columns, COLUMNS), threads) * threads);
  const long slices = strips >= threads ? 1 : least(tiles, ratio(threads, strips));
  parallel(machine, strips * slices, [&](int i, int thread) {
    const long strip = i % strips, slice = i / strips;
    const long from = part(panels, strips, strip) * TILE,
               width = least(columns, part(panels, strips, strip + 1) * TILE) - from;
    const long top = part(tiles, slices, slice) * ROWS,
               height = least(rows, part(tiles, slices, slice + 1) * ROWS) - top;
    float* packed = machine.scratch(thread, packedSize(DEPTH, width));
    multiplyPacking(c + top * columns + from, columns, {left.data + top * left.row, left.row, left.column},
                    {right.data + from * right.column, right.row, right.column}, packed, height, width,
                    depth);
    applyEpilogue(c + top * columns + from, columns, height, width,
                  {epilogue.bias ? epilogue.bias + from : nullptr, epilogue.slope});
  });
}

}  // namespace

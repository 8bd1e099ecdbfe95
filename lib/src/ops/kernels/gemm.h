// Products of matrices on one thread: C (+)= A · B, where A is read in place and B has been packed.
//
// The way of Goto & van de Geijn (2008, "Anatomy of high-performance matrix multiplication"), without packing
// A: the matrices of these networks are small enough for its rows to stay in the cache.
#pragma once

#include "parallel.h"
#include "vector.h"

namespace {

/** Rows and vectors of a tile of C that stays in registers. */
constexpr int ROWS = W == 16 ? 12 : 6;
constexpr int TILE = 2 * W;

/** A matrix in memory: element (i, j) is data[i · row + j · column]. */
struct Matrix {
  const float* data;
  long row;
  long column;
};

/** Rows of B that are packed together, so that a panel of them stays in the first cache. */
constexpr long DEPTH = 400;

/** Rows of A that are gone through for one panel after the other, so that they stay in the second cache. */
constexpr long BLOCK = 16 * ROWS;

/** What packing takes: numbers for `depth` rows of `columns` columns. */
constexpr long packedSize(long depth, long columns) { return depth * ratio(columns, TILE) * TILE; }

/** Packs rows of B whose columns lie side by side: row after row, so that they are read as they lie. */
inline void packRows(float* to, Matrix b, long rows, long columns) {
  for (long k = 0; k < rows; k++) {
    const float* from = b.data + k * b.row;
    for (long j = 0; j < columns; j += TILE) {
      float* place = to + j * rows + k * TILE;
      const int n = static_cast<int>(least(TILE, columns - j));
      copy(place, from + j, n);
      clear(place + n, TILE - n);
    }
  }
}

/**
 * to[j · step + i] = from[i · stride + j] for so many rows i and columns j: four by four at a time, and
 * sixteen rows together, so that a line of the cache is written at once.
 */
inline void transpose(float* to, long step, const float* from, long stride, long rows, long columns) {
  for (long top = 0; top < rows; top += 16) {
    const long end = least(rows, top + 16), fours = top + (end - top) / 4 * 4;
    long j = 0;
    for (; j + 4 <= columns; j += 4)
      for (long i = top; i < fours; i += 4)
        transpose4(to + j * step + i, step, from + i * stride + j, stride);
    for (long i = top; i < end; i++)
      for (long k = i < fours ? j : 0; k < columns; k++) to[k * step + i] = from[i * stride + k];
  }
}

/** Packs rows of B that is transposed in memory. */
inline void packColumns(float* to, Matrix b, long rows, long columns) {
  for (long j = 0; j < columns; j += TILE, to += rows * TILE) {
    const long n = least(TILE, columns - j);
    if (n < TILE) clear(to, rows * TILE);
    transpose(to, TILE, b.data + j * b.column, b.column, n, rows);
  }
}

/**
 * Packs B, one of whose strides is 1: blocks of at most DEPTH rows one after the other, each panel after
 * panel.
 */
inline void pack(float* to, Matrix b, long depth, long columns) {
  const long blocks = ratio(depth, DEPTH);
  for (long block = 0; block < blocks; block++) {
    const long k = part(depth, blocks, block), rows = part(depth, blocks, block + 1) - k;
    const Matrix from = {b.data + k * b.row, b.row, b.column};
    b.column == 1 ? packRows(to, from, rows, columns) : packColumns(to, from, rows, columns);
    to += packedSize(rows, columns);
  }
}

/** A panel of B: where its rows begin, and how far apart they are. */
struct Panel {
  const float* data;
  long step;
};

/** How many rows ahead a row of B is fetched that lies apart from the others. */
constexpr long AHEAD = 32;

/** A tile of C. PACK: `b` lies in memory as it came, and is packed to `packed` on the way. */
template <int R, bool UNIT, bool PACK>
inline void tile(long depth, const float* a, long row, long column, Panel b, float* packed, float* c,
                 long ldc, int n, bool add) {
  V left[R], right[R];
#pragma GCC unroll 16
  for (int i = 0; i < R; i++) left[i] = right[i] = V{};
  for (long k = 0; k < depth; k++) {
    const float* from = PACK ? b.data + k * b.step : b.data + k * TILE;
    const V b0 = load(from), b1 = load(from + W);
    if (PACK) {
      for (int i = 0; i < TILE; i += 16) __builtin_prefetch(from + AHEAD * b.step + i);
      store(packed + k * TILE, b0);
      store(packed + k * TILE + W, b1);
    }
    const float* at = UNIT ? a + k : a + k * column;
#pragma GCC unroll 16
    for (int i = 0; i < R; i++) {
      const V x = all(UNIT ? at[i * row] : at[i]);
      left[i] += x * b0;
      right[i] += x * b1;
    }
  }
  if (n == TILE) {
#pragma GCC unroll 16
    for (int i = 0; i < R; i++) {
      float* to = c + i * ldc;
      store(to, add ? load(to) + left[i] : left[i]);
      store(to + W, add ? load(to + W) + right[i] : right[i]);
    }
    return;
  }
  for (int i = 0; i < R; i++) {
    float* to = c + i * ldc;
    float whole[TILE];
    store(whole, left[i]);
    store(whole + W, right[i]);
    for (int j = 0; j < n; j++) to[j] = add ? to[j] + whole[j] : whole[j];
  }
}

template <int R, bool UNIT>
inline void lastRows(int rows, long depth, const float* a, long row, long column, const float* b, float* c,
                     long ldc, int n, bool add) {
  if constexpr (R > 0) {
    if (rows == R)
      tile<R, UNIT, false>(depth, a, row, column, {b, TILE}, nullptr, c, ldc, n, add);
    else
      lastRows<R - 1, UNIT>(rows, depth, a, row, column, b, c, ldc, n, add);
  }
}

template <bool UNIT>
inline void panel(long rows, int n, long depth, Matrix a, const float* b, float* c, long ldc, bool add) {
  long i = 0;
  for (; i + ROWS <= rows; i += ROWS)
    tile<ROWS, UNIT, false>(depth, a.data + i * a.row, a.row, a.column, {b, TILE}, nullptr, c + i * ldc, ldc,
                            n, add);
  lastRows<ROWS - 1, UNIT>(static_cast<int>(rows - i), depth, a.data + i * a.row, a.row, a.column, b,
                           c + i * ldc, ldc, n, add);
}

/** The same, and packs the panel while the first rows are gone through: so memory is waited for during
 * products. */
template <bool UNIT>
inline void packingPanel(long rows, int n, long depth, Matrix a, Matrix b, float* packed, float* c, long ldc,
                         bool add) {
  long done = 0;
  if (b.column == 1 && n == TILE && rows >= ROWS) {
    tile<ROWS, UNIT, true>(depth, a.data, a.row, a.column, {b.data, b.row}, packed, c, ldc, n, add);
    done = ROWS;
  } else {
    b.column == 1 ? packRows(packed, b, depth, n) : packColumns(packed, b, depth, n);
  }
  panel<UNIT>(rows - done, n, depth, {a.data + done * a.row, a.row, a.column}, packed, c + done * ldc, ldc,
              add);
}

/**
 * Copies a transposed block of A to where its rows are not a power of two apart, which the cache cannot
 * hold.
 */
inline Matrix near(float* to, Matrix a, long rows, long depth) {
  for (long k = 0; k < depth; k++) copy(to + k * BLOCK, a.data + k * a.column, static_cast<int>(rows));
  return {to, 1, BLOCK};
}

/** C (+)= A · B for at most DEPTH rows of B, which are packed already, or are yet to be packed. */
inline void multiplyBlock(float* c, long ldc, Matrix a, const Matrix* b, float* packed, long rows,
                          long columns, long depth, bool add) {
  for (long i = 0; i < rows; i += BLOCK) {
    const long height = least(BLOCK, rows - i);
    Matrix at = {a.data + i * a.row, a.row, a.column};
    alignas(64) float copied[DEPTH * BLOCK];
    if (a.column != 1 && columns > 2 * TILE) at = near(copied, at, height, depth);
    for (long j = 0; j < columns; j += TILE) {
      const int n = static_cast<int>(least(TILE, columns - j));
      float* to = c + i * ldc + j;
      if (b && i == 0) {
        const auto times = a.column == 1 ? packingPanel<true> : packingPanel<false>;
        times(height, n, depth, at, {b->data + j * b->column, b->row, b->column}, packed + j * depth, to, ldc,
              add);
      } else {
        const auto times = a.column == 1 ? panel<true> : panel<false>;
        times(height, n, depth, at, packed + j * depth, to, ldc, add);
      }
    }
  }
}

/** C (+)= A · B with B packed. One of the strides of A must be 1. */
inline void multiply(float* c, long ldc, Matrix a, const float* packed, long rows, long columns, long depth,
                     bool add) {
  const long blocks = ratio(depth, DEPTH);
  for (long block = 0; block < blocks; block++) {
    const long k = part(depth, blocks, block), size = part(depth, blocks, block + 1) - k;
    multiplyBlock(c, ldc, {a.data + k * a.column, a.row, a.column}, nullptr, const_cast<float*>(packed), rows,
                  columns, size, add || block > 0);
    packed += packedSize(size, columns);
  }
}

/**
 * C = A · B for B as it lies in memory, packed on the way. `packed` has room for DEPTH rows: each block is
 * packed just before it is used.
 */
inline void multiplyPacking(float* c, long ldc, Matrix a, Matrix b, float* packed, long rows, long columns,
                            long depth) {
  const long blocks = ratio(depth, DEPTH);
  for (long block = 0; block < blocks; block++) {
    const long k = part(depth, blocks, block), size = part(depth, blocks, block + 1) - k;
    const Matrix right = {b.data + k * b.row, b.row, b.column};
    multiplyBlock(c, ldc, {a.data + k * a.column, a.row, a.column}, &right, packed, rows, columns, size,
                  block > 0);
  }
}

}  // namespace

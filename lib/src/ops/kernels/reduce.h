// Rows of channels in blocks, and sums over their rows.
#pragma once

#include "parallel.h"
#include "vector.h"

namespace {

/** Channels, and rows of them, that are summed up together: what fits half of the first cache. */
constexpr long CHANNELS = 64;
constexpr long SUMMED = 4 * 1024;

/**
 * How a batch is cut into blocks of rows and of channels. Of its size alone, so the result does not depend
 * on threads.
 */
struct Cut {
  long rows, channels;
  long block, blocks;
  long strip, strips;
};

constexpr Cut cut(long rows, long channels) {
  const long strip = most(1, least(channels, CHANNELS)), block = most(1, least(rows, SUMMED / strip));
  return {rows, channels, block, ratio(rows, block), strip, ratio(channels, strip)};
}

/** Calls body(first row, rows, first channel, channels, block) for every block of every batch. */
template <typename Body>
inline void eachBlock(const Machine& machine, const Cut& c, long batches, const Body& body) {
  parallel(machine, batches * c.blocks * c.strips, [&](int i, int) {
    const long strip = i % c.strips, block = i / c.strips;  // blocks of all batches are counted through
    const long row = block % c.blocks * c.block, channel = strip * c.strip;
    body(block / c.blocks * c.rows + row, least(c.block, c.rows - row), channel,
         least(c.strip, c.channels - channel), block);
  });
}

/**
 * For strips of channels of each batch: body(first channel, how many, where its sums over the first block
 * lie), in lists that hold channels batch after batch, or block after block.
 */
template <typename Body>
inline void eachStrip(const Cut& c, long batches, const Body& body) {
  for (long batch = 0; batch < batches; batch++)
    for (long i = 0; i < c.channels; i += CHANNELS)
      body(batch * c.channels + i, least(CHANNELS, c.channels - i), batch * c.blocks * c.channels + i);
}

/** The sum of f(row) over the rows, one after the other but four at a time. */
template <typename F>
inline V sum(long rows, const F& f) {
  V a{}, b{}, c{}, d{};
  long r = 0;
  for (; r + 4 <= rows; r += 4) {
    a += f(r);
    b += f(r + 1);
    c += f(r + 2);
    d += f(r + 3);
  }
  for (; r < rows; r++) a += f(r);
  return (a + b) + (c + d);
}

/** Calls f(first channel, how many) for one vector of channels after the other. */
template <typename F>
inline void eachVector(long channels, const F& f) {
  for (long i = 0; i < channels; i += W) f(i, static_cast<int>(least(W, channels - i)));
}

/** Calls f(row, first channel, how many) for one vector of channels after the other, row after row. Rows of
 * one vector have a loop of their own, in which the compiler knows how many. */
template <typename F>
inline void eachRowsVector(long rows, long channels, const F& f) {
  if (channels == W) {
    for (long r = 0; r < rows; r++) f(r, 0, W);
    return;
  }
  for (long r = 0; r < rows; r++) eachVector(channels, [&](long i, int width) { f(r, i, width); });
}

}  // namespace

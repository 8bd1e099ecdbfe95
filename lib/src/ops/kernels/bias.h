// A bias for each channel, and the rectifier behind it.
#pragma once

#include "parallel.h"
#include "vector.h"

namespace {

/** Numbers that one thread goes through at a time. */
constexpr long PIECE = 16 * 1024;

inline void bias(const Machine& machine, float* y, const float* x, const float* b, long rows, long channels, float slope) {
  // So many rows at a time that their channels are whole vectors.
  const long together = channels % W == 0 ? 1 : W, period = together * channels;
  float* repeated = machine.scratch(machine.threads, period);
  for (long i = 0; i < together; i++) copy(repeated + i * channels, b, static_cast<int>(channels));
  const long size = rows * channels, periods = ratio(size, period), pieces = ratio(size, PIECE);
  parallel(machine, pieces, [=](int piece, int) {
    const long begin = part(periods, pieces, piece), end = part(periods, pieces, piece + 1);
    const V slopes = slope - V{};
    for (long at = begin * period; at < end * period; at += period) {
      const long width = least(period, size - at);
      long i = 0;
      for (; i + W <= width; i += W) store(y + at + i, rectify(load(x + at + i) + load(repeated + i), slopes));
      for (; i < width; i++) y[at + i] = rectify(x[at + i] + repeated[i], slope);
    }
  });
}

/** dx = dy where y > 0, slope · dy elsewhere. */
inline void rectifierGradient(const Machine& machine, float* dx, const float* dy, const float* y, long size, float slope) {
  const long pieces = ratio(size, PIECE);
  parallel(machine, pieces, [=](int piece, int) {
    const V slopes = slope - V{};
    long i = piece * PIECE;
    const long end = least(size, i + PIECE);
    for (; i + W <= end; i += W) {
      const V d = load(dy + i);
      store(dx + i, load(y + i) > 0 ? d : slopes * d);
    }
    for (; i < end; i++) dx[i] = y[i] > 0 ? dy[i] : slope * dy[i];
  });
}

}  // namespace

// Epilogues of layers, a bias for each channel and a rectifier, and their gradients.
#pragma once

#include "reduce.h"

namespace {

/** Numbers that one thread goes through at a time. */
constexpr long PIECE = 16 * 1024;

/** Channels so few that several rows of them are taken as one. */
constexpr long FEW = 2 * W;

/** The epilogue of rows of channels, `stride` numbers apart, in place. */
inline void applyEpilogue(float* y, long stride, long rows, long channels, Epilogue epilogue) {
  if (!epilogue.bias) return;
  float repeated[FEW * W];
  if (stride == channels && channels < FEW && channels % W != 0) {
    for (long i = 0; i < W; i++) copy(repeated + i * channels, epilogue.bias, static_cast<int>(channels));
    const long left = rows % W;
    applyEpilogue(y, W * channels, rows / W, W * channels, {repeated, epilogue.slope});
    y += (rows - left) * channels;
    rows = left;
  }
  const V slope = all(epilogue.slope);
  for (long r = 0; r < rows; r++, y += stride) {
    long i = 0;
    for (; i + W <= channels; i += W) store(y + i, rectify(load(y + i) + load(epilogue.bias + i), slope));
    for (; i < channels; i++) y[i] = rectify(y[i] + epilogue.bias[i], epilogue.slope);
  }
}

/** The sum of each channel; so many rows are taken as one that their channels are whole vectors. */
inline void biasGradient(const Machine& machine, float* db, const float* dy, long rows, long channels) {
  const long together = channels % W == 0 ? 1 : W, width = together * channels, whole = rows / together;
  const Cut c = cut(whole, width);
  float* sums = machine.scratch(machine.threads, c.blocks * width);
  eachBlock(machine, c, 1, [=](long row, long rows, long channel, long channels, long block) {
    for (long i = 0; i < channels; i += W) {
      const float* from = dy + row * width + channel + i;
      store(sums + block * width + channel + i, sum(rows, [=](long r) { return load(from + r * width); }));
    }
  });
  for (long i = 0; i < channels; i++) {
    double total = 0;
    for (long at = i; at < c.blocks * width; at += channels) total += sums[at];
    for (long row = whole * together; row < rows; row++) total += dy[row * channels + i];
    db[i] = static_cast<float>(total);
  }
}

/** dx = dy where y > 0, slope · dy elsewhere. */
inline void rectifierGradient(const Machine& machine, float* dx, const float* dy, const float* y, long size,
                              float slope) {
  const long pieces = ratio(size, PIECE);
  parallel(machine, pieces, [=](int piece, int) {
    const V slopes = all(slope);
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

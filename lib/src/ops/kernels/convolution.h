// Convolutions and their transposes, each in the way that is fastest for its sizes.
#pragma once

#include "conv_1ch.h"
#include "im2col.h"
#include "winograd.h"

namespace {

template <typename Way>
inline Way* fastest(const Geometry& g, Way* oneChannel, Way* winograd, Way* im2col) {
  return one_channel::fits(g) ? oneChannel : winograd::fits(g) ? winograd : im2col;
}

/** Whether there is nothing to multiply. */
constexpr bool isEmpty(const Geometry& g) { return g.images * smallSize(g) * g.largeChannels == 0; }

/** Zeros, and what they end in. */
inline void zeros(float* y, long rows, long channels, Epilogue epilogue) {
  clear(y, rows * channels);
  applyEpilogue(y, channels, rows, channels, epilogue);
}

inline void conv2d(const Machine& machine, const Geometry& g, float* small, const float* large,
                   const float* filter, Epilogue epilogue) {
  if (isEmpty(g)) return zeros(small, g.images * places(g), g.smallChannels, epilogue);
  fastest(g, one_channel::conv2d, winograd::conv2d, im2col::conv2d)(machine, g, small, large, filter,
                                                                    epilogue);
}

inline void conv2dBackpropInput(const Machine& machine, const Geometry& g, float* large, const float* small,
                                const float* filter, Epilogue epilogue) {
  if (isEmpty(g)) return zeros(large, g.images * g.largeHeight * g.largeWidth, g.largeChannels, epilogue);
  fastest(g, one_channel::conv2dBackpropInput, winograd::conv2dBackpropInput, im2col::conv2dBackpropInput)(
      machine, g, large, small, filter, epilogue);
}

inline void conv2dBackpropFilter(const Machine& machine, const Geometry& g, float* filter, const float* large,
                                 const float* small) {
  if (isEmpty(g)) return clear(filter, g.size * g.size * g.largeChannels * g.smallChannels);
  fastest(g, one_channel::conv2dBackpropFilter, winograd::conv2dBackpropFilter, im2col::conv2dBackpropFilter)(
      machine, g, filter, large, small);
}

}  // namespace

// Convolutions and their transposes, each in the way that is fastest for its sizes.
#pragma once

#include "grey.h"
#include "patches.h"
#include "winograd.h"

namespace {

template <typename Way>
inline Way* fastest(const Geometry& g, Way* grey, Way* winograd, Way* patches) {
  return grey::fits(g) ? grey : winograd::fits(g) ? winograd : patches;
}

inline void convolve(const Machine& machine, const Geometry& g, float* small, const float* large,
                     const float* filter, End end) {
  fastest(g, grey::convolve, winograd::convolve, patches::convolve)(machine, g, small, large, filter, end);
}

inline void spread(const Machine& machine, const Geometry& g, float* large, const float* small,
                   const float* filter, End end) {
  fastest(g, grey::spread, winograd::spread, patches::spread)(machine, g, large, small, filter, end);
}

inline void correlate(const Machine& machine, const Geometry& g, float* filter, const float* large,
                      const float* small) {
  fastest(g, grey::correlate, winograd::correlate, patches::correlate)(machine, g, filter, large, small);
}

}  // namespace

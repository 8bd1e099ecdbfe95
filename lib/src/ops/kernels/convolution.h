// Convolutions and their transposes, each in the way that is fastest for its sizes.
#pragma once

#include "patches.h"
#include "winograd.h"

namespace {

inline void convolve(const Machine& machine, const Geometry& g, float* small, const float* large,
                     const float* filter, End end) {
  (winograd::fits(g) ? winograd::convolve : patches::convolve)(machine, g, small, large, filter, end);
}

inline void spread(const Machine& machine, const Geometry& g, float* large, const float* small,
                   const float* filter, End end) {
  (winograd::fits(g) ? winograd::spread : patches::spread)(machine, g, large, small, filter, end);
}

inline void correlate(const Machine& machine, const Geometry& g, float* filter, const float* large,
                      const float* small) {
  (winograd::fits(g) ? winograd::correlate : patches::correlate)(machine, g, filter, large, small);
}

}  // namespace

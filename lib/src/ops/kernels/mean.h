// The mean of a few numbers, or of their softplus: what losses end in. On one thread.
#pragma once

#include <cmath>

namespace {

/** log(1 + eˣ), finite for every x. */
inline double softplus(double x) { return (x > 0 ? x : 0) + std::log1p(std::exp(-std::fabs(x))); }

inline double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

/** With a sign of ±1 the mean of softplus(sign · x), with 0 that of x. */
inline float mean(const float* x, long size, int sign) {
  double sum = 0;
  for (long i = 0; i < size; i++) sum += sign == 0 ? x[i] : softplus(sign * static_cast<double>(x[i]));
  return static_cast<float>(sum / static_cast<double>(size));
}

inline void meanGradient(float* dx, float dy, const float* x, long size, int sign) {
  const double each = dy / static_cast<double>(size);
  for (long i = 0; i < size; i++)
    dx[i] = static_cast<float>(sign == 0 ? each : each * sign * sigmoid(sign * static_cast<double>(x[i])));
}

}  // namespace

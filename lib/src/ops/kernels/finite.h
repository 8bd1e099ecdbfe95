// Whether numbers are finite.
#pragma once

#include "optimisers.h"

namespace {

/** 0 if all of them are finite, NaN otherwise, as x − x is. */
inline float differences(const float* x, long size) {
  const V sums = sum(size / W, [=](long i) {
    const V v = load(x + i * W);
    return v - v;
  });
  float total = 0;
  for (int i = 0; i < W; i++) total += sums[i];
  for (long i = size / W * W; i < size; i++) total += x[i] - x[i];
  return total;
}

/** The first of these that holds NaN or ±∞; −1 if none does. */
inline int firstNonFinite(const Machine& machine, const Variable* tensors, int count) {
  float* found = machine.scratch(machine.threads, pieces(tensors, count));
  eachPiece(machine, tensors, count, [=](long piece, const Variable& tensor, long from, long end) {
    found[piece] = differences(tensor.value + from, end - from);
  });
  for (int i = 0; i < count; i++)
    for (long left = pieces(tensors + i, 1); left > 0; left--)
      if (*found++ != 0) return i;
  return -1;
}

}  // namespace

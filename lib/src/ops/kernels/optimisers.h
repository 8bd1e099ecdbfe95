// The optimisers' steps: every variable of a network in one call. Slots are updated in place, variables made
// anew.
#pragma once

#include <cmath>

#include "epilogue.h"

namespace {

inline V squareRoot(V x) {
  V y;
  for (int i = 0; i < W; i++) y[i] = std::sqrt(x[i]);
  return y;
}

/** Kingma & Ba 2015, algorithm 1: learningRate / (1 − β₁ᵗ), β₁, β₂, 1 / √(1 − β₂ᵗ), ε. */
struct Adam {
  V rate, beta1, beta2, correction, epsilon;
  explicit Adam(const float* s)
      : rate(all(s[0])), beta1(all(s[1])), beta2(all(s[2])), correction(all(s[3])), epsilon(all(s[4])) {}
  V operator()(V value, V& mean, V& square, V gradient) const {
    mean += (1 - beta1) * (gradient - mean);
    square += (1 - beta2) * (gradient * gradient - square);
    return value - rate * mean / (squareRoot(square) * correction + epsilon);
  }
};

/** Tieleman & Hinton 2012, with momentum: learning rate, decay, momentum, ε under the root. */
struct RmsProp {
  V rate, decay, momentum, epsilon;
  explicit RmsProp(const float* s)
      : rate(all(s[0])), decay(all(s[1])), momentum(all(s[2])), epsilon(all(s[3])) {}
  V operator()(V value, V& square, V& velocity, V gradient) const {
    square += (1 - decay) * (gradient * gradient - square);
    velocity = momentum * velocity + rate * gradient / squareRoot(square + epsilon);
    return value - velocity;
  }
};

/** Into how many pieces these variables are cut. */
inline long pieces(const Variable* variables, int count) {
  long sum = 0;
  for (int i = 0; i < count; i++) sum += ratio(variables[i].size, PIECE);
  return sum;
}

/** Calls body(piece, variable, from, end) for each piece, counted through all variables. */
template <typename Body>
inline void eachPiece(const Machine& machine, const Variable* variables, int count, const Body& body) {
  parallel(machine, pieces(variables, count), [&](int piece, int) {
    long at = piece;
    int i = 0;
    for (; at >= ratio(variables[i].size, PIECE); i++) at -= ratio(variables[i].size, PIECE);
    body(piece, variables[i], at * PIECE, least(variables[i].size, at * PIECE + PIECE));
  });
}

template <typename Rule>
inline void update(const Machine& machine, const Variable* variables, int count, const float* scalars) {
  const Rule rule(scalars);
  eachPiece(machine, variables, count, [&](long, const Variable& v, long from, long end) {
    for (long k = from; k < end; k += W) {
      const int width = static_cast<int>(least(W, end - k));
      V first = read(v.first + k, width), second = read(v.second + k, width);
      write(v.result + k, rule(read(v.value + k, width), first, second, read(v.gradient + k, width)), width);
      write(v.first + k, first, width);
      write(v.second + k, second, width);
    }
  });
}

inline void clip(const Machine& machine, const Variable* variables, int count, float limit) {
  parallel(machine, count, [=](int i, int) {
    const Variable& v = variables[i];
    const V high = all(limit);
    for (long k = 0; k < v.size; k += W) {
      const int width = static_cast<int>(least(W, v.size - k));
      V x = read(v.value + k, width);
      x = x > high ? high : x;
      write(v.result + k, x < -high ? -high : x, width);
    }
  });
}

}  // namespace

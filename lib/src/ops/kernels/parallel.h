// Work cut into parts, and a loop on all threads of the machine.
#pragma once

#include "kernels.h"

namespace {

constexpr long least(long a, long b) { return a < b ? a : b; }
constexpr long most(long a, long b) { return a > b ? a : b; }

/** a / b, rounded up. */
constexpr long ratio(long a, long b) { return (a + b - 1) / b; }

/** `parts` nearly equal parts of n: where part i begins. */
constexpr long part(long n, long parts, long i) { return n * i / parts; }

/** Calls body(i, thread) for i from 0 to count − 1. */
template <typename Body>
inline void parallel(const Machine& machine, long count, const Body& body) {
  machine.parallel(
      static_cast<int>(count),
      [](void* context, int i, int thread) { (*static_cast<const Body*>(context))(i, thread); },
      const_cast<void*>(static_cast<const void*>(&body)));
}

}  // namespace

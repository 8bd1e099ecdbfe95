// A loop on all threads of the machine.
#pragma once

#include "kernels.h"

namespace {

template <typename Body>
inline void parallel(const Machine& machine, long count, const Body& body) {
  machine.parallel(static_cast<int>(count), [](void* context, int i, int thread) { (*static_cast<const Body*>(context))(i, thread); },
                   const_cast<void*>(static_cast<const void*>(&body)));
}

}  // namespace

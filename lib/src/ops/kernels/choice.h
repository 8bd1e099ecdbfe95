// Which of the variants of the kernels runs: the best that this processor can, or the one that the user names.
#pragma once

#if defined(__x86_64__)
#include <cpuid.h>
#endif

#include <cstdlib>
#include <string>
#include <vector>

#include "kernels.h"

extern const Kernels baseline;
#if defined(__x86_64__)
extern const Kernels avx2;
extern const Kernels avx512;
#endif

namespace {

#if defined(__x86_64__)
/** What the processor says of itself, read without the compiler's builtins: with Zig those always say no. */
struct Features {
  /** Registers 2 of page 1 and 1 of page 7, and what the system saves when it switches threads. */
  unsigned first = 0, seventh = 0, saved = 0;

  Features() {
    unsigned a, b, d, c;
    __get_cpuid(1, &a, &b, &first, &d);
    __get_cpuid_count(7, 0, &a, &seventh, &c, &d);
    if (first & bit_OSXSAVE) asm("xgetbv" : "=a"(saved), "=d"(d) : "c"(0));
  }
};
#endif

/** Those that this processor runs, the best first. */
std::vector<const Kernels*> supported() {
  std::vector<const Kernels*> all;
#if defined(__x86_64__)
  constexpr unsigned YMM = 0x6, ZMM = 0xe6;
  const Features has;
  const auto every = [](unsigned set, unsigned bits) { return (set & bits) == bits; };
  const bool third =
      every(has.saved, YMM) && every(has.first, bit_FMA) && every(has.seventh, bit_AVX2 | bit_BMI2);
  const bool fourth =
      third && every(has.saved, ZMM) &&
      every(has.seventh, bit_AVX512F | bit_AVX512BW | bit_AVX512CD | bit_AVX512DQ | bit_AVX512VL);
  if (fourth) all.push_back(&avx512);
  if (third) all.push_back(&avx2);
#endif
  all.push_back(&baseline);
  return all;
}

/** The best, or the one that GAN_KERNELS names; none if this processor does not run it. */
const Kernels* choose() {
  const auto all = supported();
  const char* wanted = std::getenv("GAN_KERNELS");
  for (const Kernels* each : all) {
    if (!wanted || std::string(wanted) == each->name) return each;
  }
  return nullptr;
}

const Kernels& kernels() {
  static const Kernels& chosen = *choose();
  return chosen;
}

}  // namespace

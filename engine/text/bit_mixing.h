// Spreads what a number is over all of its bits.

#ifndef ATTEST_ENGINE_TEXT_BIT_MIXING_H_
#define ATTEST_ENGINE_TEXT_BIT_MIXING_H_

#include <cstdint>

namespace attest {

// A permutation of the 64-bit numbers; 0 stays 0.
// Algorithm: the finalizer of SplitMix64 (Steele, Lea and Flood 2014).
[[nodiscard]] constexpr uint64_t MixBits(uint64_t bits) {
  bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
  bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
  return bits ^ (bits >> 31);
}

}  // namespace attest

#endif  // ATTEST_ENGINE_TEXT_BIT_MIXING_H_

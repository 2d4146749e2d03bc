// Attack: one liar and k copiers of it among honest sources.

#ifndef ATTEST_BENCHMARKS_TRUTH_ATTACK_H_
#define ATTEST_BENCHMARKS_TRUTH_ATTACK_H_

#include <cstdint>

namespace attest {

struct Attack {
  uint64_t most_copiers;
  // Of the worlds: settings were tried on those from 1 on, and are reported
  // on those from kReportedSeed on.
  unsigned first_seed;
};

inline constexpr unsigned kTriedSeed = 1;
inline constexpr unsigned kReportedSeed = 101;

// Prints from which k on half of the lies win, with proposals left and
// accepted, and whom the proposals link.
void MeasureAttack(const Attack& attack);

}  // namespace attest

#endif  // ATTEST_BENCHMARKS_TRUTH_ATTACK_H_

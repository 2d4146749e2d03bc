// Attack: one liar and k copiers of it among honest sources.

#ifndef ATTEST_BENCHMARKS_TRUTH_ATTACK_H_
#define ATTEST_BENCHMARKS_TRUTH_ATTACK_H_

#include <cstdint>

namespace attest {

// Prints from which k on, up to `most_copiers`, half of the lies win.
void MeasureAttack(uint64_t most_copiers);

}  // namespace attest

#endif  // ATTEST_BENCHMARKS_TRUTH_ATTACK_H_

// The largest number of sets that are pairwise disjoint: how many of the given
// chains share nobody.
//
// Exact up to 64 distinct sets: a search of the maximum independent set in the
// graph of those that meet, with greedy clique covers as bound (Tomita and
// Seki, DMTCS 2003, on the complement). Beyond that exact where many_sets.h
// finds it in a bounded number of steps, as it does where most chains have
// somebody of their own; else the better of greedy and local search, which is
// a lower bound. Whether there are two is exact always.

#ifndef ATTEST_ENGINE_CORROBORATION_DISJOINT_SETS_H_
#define ATTEST_ENGINE_CORROBORATION_DISJOINT_SETS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"

namespace attest {

inline constexpr size_t kMaxExactSets = 64;

struct DisjointSets {
  // Indexes of the chosen sets, rising. Where the number is exact, the least
  // of all choices, compared in order.
  std::vector<uint32_t> chosen;
  // `chosen` may not be the most there are.
  bool at_least = false;
};

// Each set is sorted and has no number twice; equal ones count as one set, and
// the first of them is chosen. An empty set is disjoint from all.
[[nodiscard]] DisjointSets MostDisjoint(
    absl::Span<const absl::Span<const uint32_t>> sets);

}  // namespace attest

#endif  // ATTEST_ENGINE_CORROBORATION_DISJOINT_SETS_H_

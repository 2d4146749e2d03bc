// The order in which the lines of a file become events: that of the file, but
// a definition before its uses.

#ifndef ATTEST_ENGINE_INGEST_EMISSION_ORDER_H_
#define ATTEST_ENGINE_INGEST_EMISSION_ORDER_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace attest {

// What a line, named by its place among the lines, names of the others.
struct Uses {
  // These must come before it, and form no ring.
  std::vector<uint32_t> first;
  // These come before it where they can; in a ring they may come after.
  std::vector<uint32_t> rather_first;
};

using UsesOf = absl::FunctionRef<absl::StatusOr<Uses>(uint32_t line)>;

// Returns the places of lines [0, line_count) in the order of their events.
// `names_later(line)` is false where every use of a line stands before it in
// the file; `uses_of` is asked only about the others and what they reach.
// Errors: those of `uses_of`.
// Algorithm: strongly connected components (Tarjan, SIAM J. Comput. 1(2),
// 1972) come out uses first; within one, a depth-first walk of `first`.
// Neither recurses. O(lines + uses).
absl::StatusOr<std::vector<uint32_t>> EmissionOrder(
    uint32_t line_count, absl::FunctionRef<bool(uint32_t)> names_later,
    UsesOf uses_of);

// Finds rings in the graph of `edges` (from, to), that share no member: each
// from its least member on, in the order of its edges. Whatever reaches a ring
// at all reaches one of them. O(edges log edges).
[[nodiscard]] std::vector<std::vector<uint32_t>> FindRings(
    absl::Span<const std::pair<uint32_t, uint32_t>> edges);

}  // namespace attest

#endif  // ATTEST_ENGINE_INGEST_EMISSION_ORDER_H_

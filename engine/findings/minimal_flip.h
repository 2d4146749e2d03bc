// What a verdict hangs on: the smallest set of sources or reports without
// which it changes.

#ifndef ATTEST_ENGINE_FINDINGS_MINIMAL_FLIP_H_
#define ATTEST_ENGINE_FINDINGS_MINIMAL_FLIP_H_

#include <optional>
#include <vector>

#include "engine/corroboration/provenance.h"
#include "engine/findings/bearing.h"
#include "engine/findings/findings.h"

namespace attest {

struct Flip {
  // None: no set of at most three flips it, or the search was given up.
  std::optional<std::vector<ChainVertex>> records;
  bool given_up = false;
};

// Searches the records on the chains of what bears on `statement`, sources
// before reports and then by key, in sets of one, two and three: at each turn
// those that FlipModel has as grounds, and those that what lies in what hangs
// on. `verdict` is that on the statement.
//
// Gives up when more than kMaxFlipBranches bear on it, or when the search has
// taken more than kMaxFlipWork steps, each about the time of looking at 64
// branches: some milliseconds.
[[nodiscard]] Flip MinimalFlip(const Findings& findings,
                               const Statement& statement,
                               uint32_t predicate_row, const Bearing& bearing,
                               Verdict verdict);

inline constexpr size_t kMaxFlipBranches = 8192;
inline constexpr size_t kMaxFlipWork = 500'000;

}  // namespace attest

#endif  // ATTEST_ENGINE_FINDINGS_MINIMAL_FLIP_H_

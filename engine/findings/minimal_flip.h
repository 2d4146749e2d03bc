// What a verdict hangs on: the smallest set of sources or reports without
// which it changes.

#ifndef ATTEST_ENGINE_FINDINGS_MINIMAL_FLIP_H_
#define ATTEST_ENGINE_FINDINGS_MINIMAL_FLIP_H_

#include <optional>
#include <vector>

#include "engine/corroboration/independence.h"
#include "engine/findings/bearing.h"
#include "engine/findings/findings.h"

namespace attest {

struct Flip {
  // None: no set of at most three flips it, or the search was given up.
  std::optional<std::vector<ChainVertex>> records;
  bool given_up = false;
};

// Searches the records on the chains of what bears on `statement`, sources
// before reports and then by key, in sets of one, two and three. Records that
// lie on the same branches are tried once. Gives up when the sets tried, times
// the branches that bear on the statement, are more than kMaxFlipWork.
[[nodiscard]] Flip MinimalFlip(const Findings& findings,
                               const Statement& statement,
                               uint32_t predicate_row, const Bearing& bearing,
                               KeyLess less);

inline constexpr size_t kMaxFlipWork = 500'000;

}  // namespace attest

#endif  // ATTEST_ENGINE_FINDINGS_MINIMAL_FLIP_H_

// Verdict changes: which statements stand otherwise in one answer than in
// another.

#ifndef ATTEST_ENGINE_AUDIT_VERDICT_CHANGES_H_
#define ATTEST_ENGINE_AUDIT_VERDICT_CHANGES_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/audit/discretion.h"
#include "engine/corroboration/verdict.h"
#include "engine/findings/findings.h"
#include "engine/projection/answer.h"

namespace attest {

// The verdict of a statement here and there; none where it is not shown: nobody
// has made it yet, it is one with an earlier one, or all of it is hidden.
struct VerdictChange {
  StatementId statement;
  std::optional<Verdict> from;
  std::optional<Verdict> to;

  friend bool operator==(const VerdictChange&, const VerdictChange&) = default;
};

struct VerdictChanges {
  std::vector<VerdictChange> list;  // rising by statement
  // How many more changed of which this is not shown.
  uint64_t withheld = 0;
};

// The statements whose verdict in `before` is not that in `after`, rising, as
// comparing the two answers whole would find them. `touched`: statements of
// `after`, as joined there, with every other that may stand otherwise.
// Requires: both are of one projection, `before` of no later a position.
[[nodiscard]] VerdictChanges ChangedVerdicts(
    const Findings& before, const Findings& after,
    const std::vector<uint32_t>& touched, const Discretion& discretion);

}  // namespace attest

#endif  // ATTEST_ENGINE_AUDIT_VERDICT_CHANGES_H_

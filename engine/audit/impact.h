// Impact: what rests on a source, report, claim or decision, found by weighing
// those statements alone that it can reach.

#ifndef ATTEST_ENGINE_AUDIT_IMPACT_H_
#define ATTEST_ENGINE_AUDIT_IMPACT_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/audit/discretion.h"
#include "engine/audit/verdict_changes.h"
#include "engine/findings/findings.h"
#include "engine/model/id.h"
#include "engine/projection/answer.h"

namespace attest {

struct Impact {
  // Verdicts as they are, and as they would be.
  std::vector<VerdictChange> verdicts;
  // The statements shown that have a line now and would have none; rising.
  std::vector<StatementId> lost;
  // How many more there are of both that are not shown.
  uint64_t verdicts_withheld = 0;
  uint64_t lost_withheld = 0;

  friend bool operator==(const Impact&, const Impact&) = default;
};

// Is it of a type that FindingsWithout takes?
[[nodiscard]] bool CanBeTakenAway(const View& view, EventIndex event);

// The findings as they would be if the source, report or claim of `event` were
// rejected, or its retraction, assessment, identity or dependence had not been
// made. Requires: CanBeTakenAway, and `findings` takes nothing as rejected.
[[nodiscard]] std::unique_ptr<Findings> FindingsWithout(
    const Findings& findings, EventIndex event);

// What would change: exactly what weighing all statements of both would show.
// `after`: FindingsWithout(before, event). Complexity: that of StatementsApart,
// and the weighing of what it finds.
[[nodiscard]] Impact ImpactOf(const Findings& before, const Findings& after,
                              EventIndex event, const Discretion& discretion);

}  // namespace attest

#endif  // ATTEST_ENGINE_AUDIT_IMPACT_H_

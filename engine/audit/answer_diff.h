// AnswerDiff: what changed in the answers between two log positions, and by
// which events.

#ifndef ATTEST_ENGINE_AUDIT_ANSWER_DIFF_H_
#define ATTEST_ENGINE_AUDIT_ANSWER_DIFF_H_

#include <cstdint>
#include <vector>

#include "engine/audit/discretion.h"
#include "engine/audit/verdict_changes.h"
#include "engine/findings/findings.h"
#include "engine/model/id.h"

namespace attest {

// A statement with another verdict, and the events between that touched it.
struct StatementDiff {
  VerdictChange change;
  std::vector<EventIndex> events;

  friend bool operator==(const StatementDiff&, const StatementDiff&) = default;
};

// Entities of which some are joined or parted: how they stood here and there,
// those that were not there left out.
struct IdentityDiff {
  std::vector<std::vector<EntityId>> from;
  std::vector<std::vector<EntityId>> to;
  std::vector<EventIndex> events;

  friend bool operator==(const IdentityDiff&, const IdentityDiff&) = default;
};

struct AnswerDiff {
  std::vector<StatementDiff> statements;  // rising by statement
  std::vector<IdentityDiff> identities;   // by their first entity
  // How many more there are of both of which nothing is shown.
  uint64_t statements_withheld = 0;
  uint64_t identities_withheld = 0;

  friend bool operator==(const AnswerDiff&, const AnswerDiff&) = default;
};

// Exactly what comparing both answers whole would find; what `discretion` hides
// stands in neither. Requires: both are of one projection, `before` of no later
// a position. Complexity: that of TouchedStatements and the weighing of what it
// finds; where texts tell something a look at every report.
[[nodiscard]] AnswerDiff DiffOf(const Findings& before, const Findings& after,
                                const Discretion& discretion);

}  // namespace attest

#endif  // ATTEST_ENGINE_AUDIT_ANSWER_DIFF_H_

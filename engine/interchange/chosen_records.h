// The records that a chosen part of a case is about, and how many decisions
// there are on them: for formats that have no words for decisions, and count
// what they leave out.

#ifndef ATTEST_ENGINE_INTERCHANGE_CHOSEN_RECORDS_H_
#define ATTEST_ENGINE_INTERCHANGE_CHOSEN_RECORDS_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "engine/audit/discretion.h"
#include "engine/interchange/selection.h"
#include "engine/model/id.h"
#include "engine/projection/view.h"

namespace attest {

enum class Chosen : uint8_t { kEverything, kPart };

// Of everything, all claims, reports, sources and entities, whether a claim
// uses them or not. Of a part, its claims, their reports, publishers and
// speakers, and its entities with those that they are one with. None that
// `discretion` hides. Rising.
[[nodiscard]] std::vector<EventIndex> RecordsOf(const View& view,
                                                const Discretion& discretion,
                                                const Selection& selection,
                                                Chosen chosen);

// Decisions that stand, each once.
struct DecisionCounts {
  uint64_t ratings = 0;
  uint64_t judgements = 0;  // that entities differ, or may be one
  uint64_t same_owner = 0;  // dependences
};

// Those on `records`. A decision on two records counts with either of them,
// unless `discretion` hides the other.
[[nodiscard]] DecisionCounts CountDecisions(
    const View& view, const Discretion& discretion,
    absl::Span<const EventIndex> records);

}  // namespace attest

#endif  // ATTEST_ENGINE_INTERCHANGE_CHOSEN_RECORDS_H_

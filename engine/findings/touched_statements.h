// Which statements may have other figures than before: what changed between
// two log positions, and what bears on what.

#ifndef ATTEST_ENGINE_FINDINGS_TOUCHED_STATEMENTS_H_
#define ATTEST_ENGINE_FINDINGS_TOUCHED_STATEMENTS_H_

#include <cstdint>
#include <vector>

#include "engine/findings/findings.h"
#include "engine/model/id.h"
#include "engine/projection/view.h"

namespace attest {

// The statements of `after`, as joined there, that events between `before` and
// it may have given other figures; rising. It looks at what differs rather than
// at what the events say: a claim that came or counts otherwise, a record on
// the chains of a claim, a group of identity, an edge or a circle.
// What texts tell: where links among reports that there were hold, what is
// linked to what came or changed; where not, or where people decided on
// dependence, every report that shares text with another, or is among `linked`,
// those that did in `before`.
// Requires: `before` is an earlier view of the same projection.
// Complexity: that of Findings, twice where a decision or a claim of what lies
// in what came; else once.
[[nodiscard]] std::vector<uint32_t> TouchedStatements(
    const View& before, const std::vector<uint32_t>& linked,
    const Findings& after);

// The statements, as joined in `after`, that may have other figures there than
// in `before`: findings of one log position that differ in what they take as
// rejected, or in a decision that one view does without. Rising. `parted`: the
// claims and decisions that the two differ by; sources and reports need not be
// among them.
// Requires: both know the same of texts.
// Complexity: sources, reports, decisions and claims, with little for each.
[[nodiscard]] std::vector<uint32_t> StatementsApart(
    const Findings& before, const Findings& after,
    const std::vector<EventIndex>& parted);

// The reports of `after` that share text with another, by their events, rising;
// `linked` are those of `before`. Complexity: the reports that came, where
// links among those that there were hold; else all.
[[nodiscard]] std::vector<uint32_t> LinkedReports(
    const View& before, const std::vector<uint32_t>& linked,
    const Findings& after);

}  // namespace attest

#endif  // ATTEST_ENGINE_FINDINGS_TOUCHED_STATEMENTS_H_

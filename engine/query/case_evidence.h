// The events that an answer rests on: what `--with-evidence` adds to a row.

#ifndef ATTEST_ENGINE_QUERY_CASE_EVIDENCE_H_
#define ATTEST_ENGINE_QUERY_CASE_EVIDENCE_H_

#include <vector>

#include "absl/types/span.h"
#include "engine/model/id.h"
#include "engine/query/case_graph.h"
#include "engine/query/value.h"

namespace attest::query {

// The events that the nodes and relationships in `values` rest on, in lists,
// maps and paths too, each once, rising. What is sealed is left out.
//   entity      the definitions of its members, and the judgements that join
//               them
//   statement   its live claims, whatever their stance, all where none is live;
//               so do relationships between entities
//   claim       itself, its report, the publisher, its speakers, and the
//               retraction that stands
//   report      itself, its publisher, and the retraction that stands
//   source      itself
//   others      what they join, of DERIVED_FROM the decision too
[[nodiscard]] std::vector<EventIndex> EvidenceOf(
    const CaseGraph& graph, absl::Span<const Value> values);

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_CASE_EVIDENCE_H_

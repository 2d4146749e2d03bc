// What stands behind a node or relationship of the graph of a case: its claims,
// their sources and origins, and since when it is known.

#ifndef ATTEST_ENGINE_QUERY_CASE_SUPPORT_H_
#define ATTEST_ENGINE_QUERY_CASE_SUPPORT_H_

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "absl/time/time.h"
#include "engine/query/case_graph.h"
#include "engine/query/value.h"

namespace attest::query {

using Element = std::variant<NodeId, RelationshipId>;

// Claims, by ordinal, rising: of an entity those of all statements that name it
// as subject, object or place; of a statement, and of a relationship that is
// one, its own; of a report those stated in it; of a source those in whose
// attribution it stands, and those without one in the reports it published.
[[nodiscard]] std::vector<uint32_t> ClaimsOf(const CaseGraph& graph,
                                             const Element& element);

// Sources: the speakers of its claims, nearest to the report first, and the
// publisher, each once; of a report its publisher first; of a source itself.
[[nodiscard]] std::vector<NodeId> SourcesOf(const CaseGraph& graph,
                                            const Element& element);

// The known origins of the live claims that support it, by event: those that
// `corroborate` lists of a statement; of an entity those of its statements; of
// others those of their claims.
[[nodiscard]] std::vector<NodeId> OriginsOf(const CaseGraph& graph,
                                            const Element& element);

// The statement that it is, or that it is a claim of; none for others.
[[nodiscard]] std::optional<uint32_t> StatementOf(const CaseGraph& graph,
                                                  const Element& element);

// When the first of what it is made of was recorded.
[[nodiscard]] std::optional<absl::Time> KnownAt(const CaseGraph& graph,
                                                const Element& element);

// The statements, first ones, that an entity is named in, rising.
[[nodiscard]] std::vector<uint32_t> StatementsNaming(const CaseGraph& graph,
                                                     uint32_t entity);

}  // namespace attest::query

#endif  // ATTEST_ENGINE_QUERY_CASE_SUPPORT_H_
